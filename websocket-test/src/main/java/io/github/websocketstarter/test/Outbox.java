package io.github.websocketstarter.test;

import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What goes to the server: messages from the test, and the answers to control frames from
 * whoever reads. The latter never wait for the former, so that a message that the server
 * does not take cannot keep its own messages from being read. A thread of its own writes
 * messages, because a write that the server does not take has no end.
 */
final class Outbox {

	/** Octets that a server that reads has taken before the timeout. */
	private static final int CHOP = 16 * 1024;

	private final RawConnection connection;

	private final ThreadPoolExecutor writer = new ThreadPoolExecutor(0, 1, 100, TimeUnit.MILLISECONDS,
			new LinkedBlockingQueue<>(), Outbox::thread);

	private final ReentrantLock writing = new ReentrantLock();

	private final Queue<OutgoingFrame> answers = new ConcurrentLinkedQueue<>();

	// when the server has taken something
	private volatile long taken = System.nanoTime();

	// never false again
	private volatile boolean closeSent;

	// whether nothing is sent any more; never false again
	private volatile boolean silent;

	Outbox(RawConnection connection) {
		this.connection = connection;
	}

	private static Thread thread(Runnable task) {
		Thread thread = new Thread(task, "websocket-test-send");
		thread.setDaemon(true);
		return thread;
	}

	// waits until the server has taken what does not fit on the way
	void send(List<OutgoingFrame> frames) {
		if (this.silent) {
			throw new IllegalStateException("the client has vanished");
		}
		this.closeSent |= frames.stream().anyMatch((frame) -> frame.opcode() == Frame.CLOSE);
		long start = System.nanoTime();
		Future<?> sent = this.writer.submit(() -> write(frames));
		try {
			await(sent, start);
		}
		catch (TimeoutException ex) {
			sent.cancel(false);
			throw new AssertionError(
					"expected the server to read but it has taken nothing for " + this.connection.timeout(), ex);
		}
		catch (ExecutionException ex) {
			Throwable cause = Objects.requireNonNull(ex.getCause());
			if (cause instanceof RuntimeException illegal) {
				throw illegal;
			}
			throw new AssertionError(cause.getMessage(), cause);
		}
		catch (InterruptedException ex) {
			sent.cancel(false);
			Thread.currentThread().interrupt();
			throw new AssertionError("interrupted", ex);
		}
	}

	private void await(Future<?> sent, long start) throws TimeoutException, ExecutionException, InterruptedException {
		long timeout = this.connection.timeout().toNanos();
		long latest = start;
		while (true) {
			try {
				sent.get(latest + timeout - System.nanoTime(), TimeUnit.NANOSECONDS);
				return;
			}
			catch (TimeoutException ex) {
				if (this.taken - latest <= 0) {
					throw ex;
				}
				latest = this.taken;
			}
		}
	}

	private void write(List<OutgoingFrame> frames) {
		this.writing.lock();
		try {
			byte[] octets = OutgoingFrame.encode(frames);
			for (int start = 0; start < octets.length; start += CHOP) {
				this.connection.write(octets, start, Math.min(CHOP, octets.length - start));
				this.taken = System.nanoTime();
			}
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

	// whether something is being written, or cannot be
	boolean isBusy() {
		return this.writing.isLocked();
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
