package io.github.websocketstarter.engine.netty;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

import io.github.websocketstarter.engine.Compression;
import io.github.websocketstarter.engine.Fanout;
import io.netty.channel.EventLoop;

/**
 * One message on its way to many connections: one task an event loop, which sends it on
 * one connection after the other, and flushes those that share a transport when it is
 * written to all of them. Counts on any thread what has become of it.
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

	static void send(Fanout.Message message, Collection<? extends Fanout.Recipients> to, Fanout.Outcome outcome) {
		List<Crowd> crowds = to.stream().map(Crowd.class::cast).toList();
		Broadcast broadcast = new Broadcast(prepare(message, crowds), outcome);
		try {
			crowds.forEach(broadcast::start);
		}
		finally {
			broadcast.ended();
		}
	}

	private static SharedMessage prepare(Fanout.Message message, List<Crowd> crowds) {
		SharedMessage shared = new SharedMessage(message);
		boolean prepared = false;
		try {
			for (Crowd crowd : crowds) {
				if (crowd.isPlain()) {
					shared.prepare();
				}
				for (Compression compression : crowd.compressions()) {
					shared.prepare(compression);
				}
			}
			prepared = true;
		}
		finally {
			if (!prepared) {
				shared.release();
			}
		}
		return shared;
	}

	private void start(Crowd crowd) {
		Crowd.Part here = null;
		for (Crowd.Part part : crowd.parts()) {
			if (part.loop().inEventLoop()) {
				here = part;
			}
			else {
				start(part.loop(), claim(part.sockets(), Socket::tryClaim));
			}
		}
		// The others need not wait for these.
		if (here != null) {
			this.tasks.incrementAndGet();
			deliver(claim(here.sockets(), Socket::tryDrain), false);
		}
	}

	private void start(EventLoop loop, List<Socket> claimed) {
		this.tasks.incrementAndGet();
		try {
			loop.execute(() -> deliver(claimed, true));
		}
		catch (RejectedExecutionException ex) {
			// the event loop has ended, and with it the connections
			ended();
		}
	}

	/**
	 * What was called before for the same connection comes first, what is called after
	 * comes later: connections for which calls wait get the message behind these.
	 * @return those that have none
	 */
	private List<Socket> claim(List<Socket> all, Predicate<Socket> free) {
		List<Socket> claimed = null;
		for (int i = 0; i < all.size(); i++) {
			Socket socket = all.get(i);
			if (free.test(socket)) {
				if (claimed != null) {
					claimed.add(socket);
				}
				continue;
			}
			if (claimed == null) {
				claimed = new ArrayList<>(all.size());
				claimed.addAll(all.subList(0, i));
			}
			if (!socket.isOver()) {
				this.tasks.incrementAndGet();
				socket.execute(() -> deliver(List.of(socket), false));
			}
		}
		return (claimed != null) ? claimed : all;
	}

	private void deliver(List<Socket> sockets, boolean claimed) {
		int[] counts = new int[Share.values().length];
		List<Socket> written = new ArrayList<>(0);
		try {
			for (Socket socket : sockets) {
				if (socket.isTransportShared()) {
					socket.beforeTasks();
					counts[share(socket).ordinal()]++;
					written.add(socket);
				}
				else {
					counts[share(socket).ordinal()]++;
					unclaim(socket, claimed);
				}
			}
			for (Socket socket : written) {
				socket.afterTasks();
				unclaim(socket, claimed);
			}
		}
		finally {
			this.delivered.addAndGet(counts[Share.DELIVERED.ordinal()]);
			this.queued.addAndGet(counts[Share.QUEUED.ordinal()]);
			this.dropped.addAndGet(counts[Share.DROPPED.ordinal()]);
			ended();
		}
	}

	private static void unclaim(Socket socket, boolean claimed) {
		if (claimed) {
			socket.unclaim();
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
