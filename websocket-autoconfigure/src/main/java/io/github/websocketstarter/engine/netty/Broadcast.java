package io.github.websocketstarter.engine.netty;

import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

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
		List<Socket> sockets = new ArrayList<>(to.size());
		for (WebSocketConnection connection : to) {
			if (connection instanceof NettyWebSocketConnection ours) {
				sockets.add(ours.socket());
			}
		}
		Broadcast broadcast = new Broadcast(prepare(message, sockets), outcome);
		try {
			broadcast.start(sockets);
		}
		finally {
			broadcast.ended();
		}
	}

	private static SharedMessage prepare(Fanout.Message message, List<Socket> sockets) {
		SharedMessage shared = new SharedMessage(message);
		boolean prepared = false;
		try {
			sockets.forEach((socket) -> shared.prepare(socket.deflate()));
			prepared = true;
		}
		finally {
			if (!prepared) {
				shared.release();
			}
		}
		return shared;
	}

	// What was called before for the same connection comes first, what is called after
	// comes later.
	private void start(List<Socket> sockets) {
		Map<EventLoop, List<Socket>> byLoop = new IdentityHashMap<>();
		for (Socket socket : sockets) {
			if (socket.isOnLoop() || socket.tryClaim()) {
				byLoop.computeIfAbsent(socket.loop(), (loop) -> new ArrayList<>()).add(socket);
			}
			else if (!socket.isOver()) {
				this.tasks.incrementAndGet();
				socket.execute(() -> deliver(List.of(socket), (done) -> {
				}));
			}
		}
		byLoop.forEach(this::start);
	}

	private void start(EventLoop loop, List<Socket> sockets) {
		this.tasks.incrementAndGet();
		if (loop.inEventLoop()) {
			sockets.forEach(Socket::drain);
			deliver(sockets, (done) -> {
			});
			return;
		}
		try {
			loop.execute(() -> deliver(sockets, Socket::run));
		}
		catch (RejectedExecutionException ex) {
			// the event loop has ended, and with it the connections
			ended();
		}
	}

	private void deliver(List<Socket> sockets, Consumer<Socket> afterwards) {
		int[] counts = new int[Share.values().length];
		try {
			sockets.forEach(Socket::beforeTasks);
			sockets.forEach((socket) -> counts[share(socket).ordinal()]++);
			for (Socket socket : sockets) {
				socket.afterTasks();
				afterwards.accept(socket);
			}
		}
		finally {
			this.delivered.addAndGet(counts[Share.DELIVERED.ordinal()]);
			this.queued.addAndGet(counts[Share.QUEUED.ordinal()]);
			this.dropped.addAndGet(counts[Share.DROPPED.ordinal()]);
			ended();
		}
	}

	private Share share(Socket socket) {
		try {
			return socket.outbound().share(this.message);
		}
		catch (RuntimeException | Error ex) {
			socket.fail(ex);
			return Share.CLOSED;
		}
	}

	private void ended() {
		if (this.tasks.decrementAndGet() == 0) {
			this.message.release();
			this.outcome.counted(this.delivered.get(), this.queued.get(), this.dropped.get());
		}
	}

}
