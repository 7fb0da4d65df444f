package io.github.websocketstarter.endpoint;

import io.github.websocketstarter.codec.MessageEncoder;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

import org.springframework.core.ReactiveAdapter;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.web.reactive.socket.WebSocketMessage;

/**
 * What becomes of the value that a method returns. Immutable.
 *
 * @param adapter turns the value into a publisher, or {@code null} for a value that is
 * none
 * @param stream whether the publisher runs beside the callbacks that follow
 * @param encoder turns values into messages, or {@code null} if there are none to send
 * @param recipients who gets the values instead of whom the method was called for, or
 * {@code null}
 */
record Result(@Nullable ReactiveAdapter adapter, boolean stream, @Nullable MessageEncoder encoder,
		@Nullable Recipients recipients) {

	boolean isReactive() {
		return this.adapter != null;
	}

	Publisher<Object> publisher(Object returned) {
		if (returned instanceof Publisher<?> publisher) {
			@SuppressWarnings("unchecked")
			Publisher<Object> values = (Publisher<Object>) publisher;
			return values;
		}
		ReactiveAdapter by = this.adapter;
		if (by == null) {
			throw new IllegalStateException("Not a reactive type: " + returned.getClass().getName());
		}
		return by.toPublisher(returned);
	}

	/**
	 * Encode a value.
	 * @param value the value
	 * @param buffers makes buffers
	 * @return the message, or {@code null} if values are not sent
	 */
	@Nullable WebSocketMessage encode(Object value, DataBufferFactory buffers) {
		if (value instanceof WebSocketMessage message) {
			return message;
		}
		return (this.encoder != null) ? this.encoder.encode(value, buffers) : null;
	}

}
