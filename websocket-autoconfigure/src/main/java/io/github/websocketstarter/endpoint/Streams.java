package io.github.websocketstarter.endpoint;

import java.util.concurrent.atomic.AtomicInteger;

import io.github.websocketstarter.WebSocketConnection;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.socket.WebSocketMessage;

/**
 * The publishers of one connection's callbacks that run beside the callbacks that follow,
 * among them that of the method which takes all messages as one stream. Thread-safe.
 */
final class Streams {

	private final Conversation conversation;

	private final EndpointMethods methods;

	private final AtomicInteger running = new AtomicInteger();

	// What the method does that takes all messages.
	private final Disposable.Swap whole = Disposables.swap();

	private volatile boolean wholeBegun;

	// The exception of a message that ended it.
	private volatile @Nullable Throwable unread;

	Streams(Conversation conversation, EndpointMethods methods) {
		this.conversation = conversation;
		this.methods = methods;
	}

	/**
	 * Send the values of a publisher, if they are sent, while other calls are made.
	 * @param method the method that returned it
	 * @param values the publisher
	 * @return whether there was room for one more
	 */
	boolean start(EndpointMethod method, Publisher<Object> values) {
		boolean isWhole = method == this.methods.stream();
		if (this.running.incrementAndGet() > this.methods.maxStreams() && !isWhole) {
			this.running.decrementAndGet();
			return false;
		}
		this.wholeBegun |= isWhole;
		Disposable subscription = send(values, method.result(), isWhole).subscribe(null,
				(error) -> ended(error, isWhole), () -> ended(null, isWhole), this.conversation.context());
		if (isWhole) {
			this.whole.update(subscription);
		}
		return true;
	}

	Exception tooMany() {
		return new IllegalStateException("more publishers of its callbacks are running than 'maxStreams' ("
				+ this.methods.maxStreams() + ") allows");
	}

	private Mono<Void> send(Publisher<Object> values, Result result, boolean isWhole) {
		WebSocketConnection connection = this.conversation.connection();
		Recipients recipients = result.recipients();
		if (recipients != null) {
			Mono<Void> sent = recipients.send(values, connection);
			// What the last messages lead to is still for others.
			return isWhole ? sent : connection.disconnected().stop(sent).then();
		}
		Flux<Object> source = Flux.from(values);
		if (result.encoder() == null) {
			return source.then();
		}
		Flux<WebSocketMessage> messages = source
			.mapNotNull((value) -> result.encode(value, connection.bufferFactory()));
		// One answer to all messages ends with them; more may have no other end than
		// this.
		return (isWhole && values instanceof Mono) ? new WholeReply(messages).sendTo(connection)
				: connection.send(messages);
	}

	private void ended(@Nullable Throwable error, boolean isWhole) {
		this.running.decrementAndGet();
		this.conversation.streamEnded(error, isWhole);
	}

	/**
	 * Return all messages, decoded, for the method that takes them as one stream. A
	 * message that cannot be decoded is left out if a method handles the exception.
	 * @param validation checks each
	 * @return the values
	 */
	Flux<Object> input(Validation validation) {
		return this.conversation.connection().receive().handle((message, next) -> {
			try {
				next.next(validation.check(this.methods.payloads().read(message).value()));
			}
			catch (Exception ex) {
				if (!this.conversation.handleLater(ex)) {
					this.unread = ex;
					next.error(ex);
				}
			}
		});
	}

	boolean isUnread(Throwable error) {
		return error == this.unread;
	}

	boolean isEmpty() {
		return this.running.get() == 0;
	}

	boolean isWholeBegun() {
		return this.wholeBegun;
	}

	/**
	 * Cancel what does not end with the connection by itself.
	 */
	void dispose() {
		this.whole.dispose();
	}

}
