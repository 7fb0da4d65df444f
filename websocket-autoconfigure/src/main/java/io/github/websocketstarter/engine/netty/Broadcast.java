package io.github.websocketstarter.engine.netty;

import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.websocketstarter.WebSocketConnection;
import io.github.websocketstarter.engine.Fanout;
import io.netty.channel.EventLoop;

/**
 * One message on its way to many connections: one task an event loop, which writes to all
 * of its connections and then flushes them. Counts on any thread what has become of it.
 */
final class Broadcast {

	private final SharedMessage message;

	private final Fanout.Outcome outcome;

	private final AtomicInteger delivered = new AtomicInteger();

	private final AtomicInteger queued = new AtomicInteger();

	private final AtomicInteger dropped = new AtomicInteger();

	// The tasks that have not ended, and the one that starts them.
	private final AtomicInteger tasks = new AtomicInteger(1);

	private Broadcast(SharedMessage message, Fanout.Outcome outcome) {
		this.message = message;
		this.outcome = outcome;
	}

	static void send(Fanout.Message message, Collection<? extends WebSocketConnection> to, Fanout.Outcome outcome) {
		Broadcast broadcast = new Broadcast(new SharedMessage(message), outcome);
		try {
			broadcast.start(to);
		}
		finally {
			broadcast.ended();
		}
	}

	private void start(Collection<? extends WebSocketConnection> to) {
		Map<EventLoop, List<Socket>> byLoop = new IdentityHashMap<>();
		List<Socket> behindOthers = new ArrayList<>(0);
		for (WebSocketConnection connection : to) {
			if (connection instanceof NettyWebSocketConnection ours) {
				Socket socket = ours.socket();
				this.message.prepare(socket.deflate());
				if (socket.isIdle()) {
					byLoop.computeIfAbsent(socket.loop(), (loop) -> new ArrayList<>()).add(socket);
				}
				else {
					behindOthers.add(socket);
				}
			}
		}
		// What was called before for the same connection comes first.
		behindOthers.forEach((socket) -> begin(() -> socket.execute(() -> deliver(List.of(socket)))));
		byLoop.forEach((loop, sockets) -> begin(() -> {
			if (loop.inEventLoop()) {
				deliver(sockets);
			}
			else {
				loop.execute(() -> deliver(sockets));
			}
		}));
	}

	private void begin(Runnable task) {
		this.tasks.incrementAndGet();
		try {
			task.run();
		}
		catch (RejectedExecutionException ex) {
			// the event loop has ended, and with it the connections
			ended();
		}
	}

	private void deliver(List<Socket> sockets) {
		int[] counts = new int[Share.values().length];
		sockets.forEach(Socket::beforeTasks);
		for (Socket socket : sockets) {
			try {
				counts[socket.outbound().share(this.message).ordinal()]++;
			}
			catch (RuntimeException ex) {
				socket.taskFailed(ex);
			}
		}
		sockets.forEach(Socket::afterTasks);
		this.delivered.addAndGet(counts[Share.DELIVERED.ordinal()]);
		this.queued.addAndGet(counts[Share.QUEUED.ordinal()]);
		this.dropped.addAndGet(counts[Share.DROPPED.ordinal()]);
		ended();
	}

	private void ended() {
		if (this.tasks.decrementAndGet() == 0) {
			this.message.release();
			this.outcome.counted(this.delivered.get(), this.queued.get(), this.dropped.get());
		}
	}

}
