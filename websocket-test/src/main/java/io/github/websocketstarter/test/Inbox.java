package io.github.websocketstarter.test;

import java.io.ByteArrayOutputStream;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * What comes from the server, one message or control frame after the other. Control
 * frames are answered when they are read, and nothing is read before somebody wants it.
 * Its monitor guards what concerns the {@link Reception}s.
 */
final class Inbox {

	private static final int REMEMBERED = 10;

	private final FrameReader frames;

	private final Outbox outbox;

	// held by whoever reads; taken before the monitor and never while it is held
	private final ReentrantLock reading = new ReentrantLock();

	// what follows is guarded by the lock above

	private final ByteArrayOutputStream payload = new ByteArrayOutputStream();

	// 0 between messages
	private int opcode;

	// null unless something was read that nobody wanted any more
	private @Nullable Received unread;

	// what follows is guarded by the monitor

	// descriptions of the latest frames
	private final Deque<String> history = new ArrayDeque<>();

	// null until the server's Close frame was read
	private @Nullable Frame close;

	// whether somebody was told of it, for whom it is not the next one any more
	private boolean closeTaken;

	// null while nobody receives
	private @Nullable Reception<?> reception;

	private boolean stopped;

	Inbox(FrameReader frames, Outbox outbox) {
		this.frames = frames;
		this.outbox = outbox;
	}

	/**
	 * Read what comes next.
	 * @param deadline until when to wait
	 * @param wanted asked before it is handed out; if it is not, it stays the next one
	 * @return a message as if it had come in one frame, a control frame or the end;
	 * {@code null} if it is not wanted
	 */
	@Nullable Received next(Deadline deadline, BooleanSupplier wanted) throws SocketTimeoutException {
		this.reading.lock();
		try {
			Received left = this.unread;
			Received next = (left != null && !isTaken(left)) ? left : read(deadline);
			boolean take = wanted.getAsBoolean();
			this.unread = take ? null : next;
			return take ? next : null;
		}
		finally {
			this.reading.unlock();
		}
	}

	private synchronized boolean isTaken(Received received) {
		return this.closeTaken && received == this.close;
	}

	// waits until nobody reads
	void awaitPause() {
		this.reading.lock();
		this.reading.unlock();
	}

	private Received read(Deadline deadline) throws SocketTimeoutException {
		while (true) {
			Received received = this.frames.read(deadline);
			remember(received);
			if (!(received instanceof Frame frame)) {
				return received;
			}
			if (frame.isControl()) {
				answer(frame);
				return frame;
			}
			if (assemble(frame)) {
				Frame message = new Frame(true, 0, this.opcode, false, this.payload.toByteArray());
				this.opcode = 0;
				this.payload.reset();
				return message;
			}
		}
	}

	private boolean assemble(Frame frame) {
		boolean first = frame.opcode() != Frame.CONTINUATION;
		require(first == (this.opcode == 0), first ? "the rest of a message" : "the start of a message", frame);
		require(frame.rsv() == 0, "a message that is not compressed", frame);
		this.opcode = first ? frame.opcode() : this.opcode;
		this.payload.writeBytes(frame.payload());
		return frame.fin();
	}

	private void answer(Frame frame) {
		if (frame.opcode() == Frame.PING) {
			this.outbox.pong(frame.payload());
		}
		else if (frame.opcode() == Frame.CLOSE) {
			int code = frame.closeCode();
			synchronized (this) {
				this.close = frame;
			}
			this.outbox.close((code == Frame.NO_CLOSE_CODE) ? new byte[0] : OutgoingFrame.close(code, "").payload());
		}
	}

	private synchronized void remember(Received received) {
		if (this.history.size() == REMEMBERED) {
			this.history.remove();
		}
		this.history.add(received.toString());
	}

	// what has come lately, for the message of an error
	synchronized String soFar() {
		return this.history.isEmpty() ? "nothing has come" : "the latest that has come: " + this.history;
	}

	// the server's Close frame, null until it was read
	synchronized @Nullable Frame close() {
		return this.close;
	}

	// the same, for somebody who has waited for it
	synchronized @Nullable Frame takeClose() {
		this.closeTaken = this.close != null;
		return this.close;
	}

	// lets nobody receive any more, or go on
	synchronized void stop(boolean stop) {
		this.stopped = stop;
		notifyAll();
	}

	synchronized boolean isStopped() {
		return this.stopped;
	}

	synchronized boolean begin(Reception<?> reception) {
		if (this.reception != null) {
			return false;
		}
		this.reception = reception;
		return true;
	}

	synchronized void end(Reception<?> reception) {
		if (this.reception == reception) {
			this.reception = null;
		}
		notifyAll();
	}

	synchronized @Nullable Reception<?> reception() {
		return this.reception;
	}

	private static void require(boolean legal, String expected, Frame frame) {
		if (!legal) {
			throw new AssertionError("expected " + expected + " but received " + frame);
		}
	}

}
