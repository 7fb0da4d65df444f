package io.github.websocketstarter.engine.netty;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * The sources that are being sent on one connection. Used on the event loop only.
 */
final class Sources {

	private final List<MessageSender> senders = new ArrayList<>(2);

	// Those that wait until a message would be written at once.
	private final ArrayDeque<MessageSender> waiting = new ArrayDeque<>(2);

	void add(MessageSender sender) {
		this.senders.add(sender);
	}

	void remove(MessageSender sender) {
		this.senders.remove(sender);
		this.waiting.remove(sender);
	}

	/**
	 * Return whether those that the peer keeps waiting, with the latest one, are more
	 * than one and cost more than the limit.
	 */
	boolean costMoreThan(long limit) {
		long most = Math.max(1, limit / Backlog.ENTRY_COST);
		if (this.senders.size() <= most) {
			return false;
		}
		// the latest one has not been asked for anything yet
		return 1 + this.senders.stream().filter(MessageSender::isHeldUp).count() > most;
	}

	List<MessageSender> list() {
		return List.copyOf(this.senders);
	}

	void awaitReady(MessageSender sender) {
		this.waiting.add(sender);
	}

	/**
	 * Let each that waits go on once, as long as messages would be written at once.
	 */
	void proceed(BooleanSupplier ready) {
		for (int i = this.waiting.size(); i > 0 && ready.getAsBoolean(); i--) {
			MessageSender sender = this.waiting.poll();
			if (sender != null) {
				sender.ready();
			}
		}
	}

	/**
	 * Tell all that have not completed that the connection takes no more messages.
	 */
	void close() {
		List<MessageSender> ended = list();
		this.senders.clear();
		this.waiting.clear();
		ended.forEach(MessageSender::closed);
	}

}
