package io.github.websocketstarter.sample;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.websocketstarter.WebSocketConnection;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;

/**
 * Works in the background with the sockets that were handed to it: counts to ten and
 * sends each number to all. A socket stays open until this worker lets go of it, or its
 * client leaves.
 */
@Service
class Ticker {

	private static final int TICKS = 10;

	private final Map<WebSocketConnection, Subscription> subscriptions = new ConcurrentHashMap<>();

	/**
	 * Hand over a socket.
	 * @param connection the socket
	 * @return completes when the worker lets go; cancelling it takes the socket away
	 */
	Mono<Void> hold(WebSocketConnection connection) {
		return Mono.defer(() -> {
			Subscription subscription = new Subscription();
			this.subscriptions.put(connection, subscription);
			return subscription.end.asMono();
		}).doFinally((signal) -> this.subscriptions.remove(connection));
	}

	@Scheduled(fixedRateString = "${sample.ticker.interval:1s}")
	void tick() {
		this.subscriptions.forEach((connection, subscription) -> {
			int tick = subscription.ticks.incrementAndGet();
			// a failure ends the handler of that connection too: nothing else to do
			connection.sendText("tick " + tick).onErrorComplete().subscribe();
			if (tick == TICKS) {
				subscription.end.tryEmitEmpty();
			}
		});
	}

	int size() {
		return this.subscriptions.size();
	}

	private static final class Subscription {

		private final AtomicInteger ticks = new AtomicInteger();

		private final Sinks.Empty<Void> end = Sinks.empty();

	}

}
