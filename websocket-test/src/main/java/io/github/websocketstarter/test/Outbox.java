package io.github.websocketstarter.test;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What goes to the server: messages from the test, and the answers to control frames from
 * whoever reads. The latter never wait for the former, so that a message that the server
 * does not take cannot keep its own messages from being read.
 */
final class Outbox {

	private final RawConnection connection;

	private final ReentrantLock writing = new ReentrantLock();

	private final Queue<OutgoingFrame> answers = new ConcurrentLinkedQueue<>();

	// never false again
	private volatile boolean closeSent;

	// whether nothing is sent any more; never false again
	private volatile boolean silent;

	Outbox(RawConnection connection) {
		this.connection = connection;
	}

	// waits until the server has taken what does not fit on the way
	void send(List<OutgoingFrame> frames) {
		if (this.silent) {
			throw new IllegalStateException("the client has vanished");
		}
		this.writing.lock();
		try {
			this.closeSent |= frames.stream().anyMatch((frame) -> frame.opcode() == Frame.CLOSE);
			this.connection.write(OutgoingFrame.encode(frames));
		}
		finally {
			this.writing.unlock();
		}
		sendAnswers();
	}

	void pong(byte[] payload) {
		answer(OutgoingFrame.of(Frame.PONG, payload));
	}

	// sends a Close frame unless one was sent
	void close(byte[] payload) {
		if (!this.closeSent) {
			this.closeSent = true;
			answer(OutgoingFrame.of(Frame.CLOSE, payload));
		}
	}

	// nothing is sent from now on
	void silence() {
		this.silent = true;
	}

	boolean isSilent() {
		return this.silent;
	}

	private void answer(OutgoingFrame frame) {
		this.answers.add(frame);
		sendAnswers();
	}

	// whoever writes now looks for answers afterwards
	private void sendAnswers() {
		while (!this.answers.isEmpty() && this.writing.tryLock()) {
			try {
				OutgoingFrame frame;
				while ((frame = this.answers.poll()) != null) {
					if (!this.silent) {
						this.connection.write(frame.encode());
					}
				}
			}
			finally {
				this.writing.unlock();
			}
		}
	}

}
