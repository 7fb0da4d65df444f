package io.github.websocketstarter.endpoint;

import org.jspecify.annotations.Nullable;

import org.springframework.web.reactive.socket.WebSocketMessage;

/**
 * The methods of an endpoint for connections of one sub-protocol. Immutable.
 *
 * @param open called first, or {@code null}
 * @param stream takes all messages as one stream, or {@code null}
 * @param payloads the methods that take messages one by one
 * @param pong called with PONG frames, or {@code null}
 * @param close called last, or {@code null}
 * @param errors the methods that handle exceptions
 * @param run how calls are made
 */
record EndpointMethods(@Nullable EndpointMethod open, @Nullable EndpointMethod stream, Payloads payloads,
		@Nullable EndpointMethod pong, @Nullable EndpointMethod close, ErrorMethods errors, Run run) {

	/**
	 * Return the call for a message, or for the exception that it causes.
	 */
	Call call(Conversation conversation, WebSocketMessage message) {
		int weight = Mailbox.weigh(message.getPayload().readableByteCount());
		try {
			Payloads.Payload payload = this.payloads.read(message);
			return new Call(conversation, payload.method(), payload.value(), weight);
		}
		catch (RuntimeException ex) {
			return new Call(conversation, ex, weight, true);
		}
	}

	int concurrency() {
		return this.run.concurrency();
	}

	int maxStreams() {
		return this.run.maxStreams();
	}

	/**
	 * How calls are made.
	 *
	 * @param concurrency how many calls a connection may have at once
	 * @param maxStreams how many publishers of callbacks may be running
	 * @param blockingCalls makes calls that may block
	 */
	record Run(int concurrency, int maxStreams, BlockingCalls blockingCalls) {
	}

}
