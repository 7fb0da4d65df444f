package io.github.websocketstarter.endpoint;

import java.util.List;

import io.github.websocketstarter.codec.MessageDecoder;
import org.jspecify.annotations.Nullable;

import org.springframework.web.reactive.socket.WebSocketMessage;

/**
 * The payload types of an endpoint and the methods that take them. Immutable.
 *
 * @param text what text messages become, or {@code null} if there is no method for them
 * @param binary what binary messages become, or {@code null}
 */
record Payloads(@Nullable Route text, @Nullable Route binary) {

	static final Payloads NONE = new Payloads(null, null);

	/**
	 * Decode a message.
	 * @param message the message, which is not released here
	 * @return the value and its method
	 * @throws UnsupportedMessageException if there is no method
	 */
	Payload read(WebSocketMessage message) {
		WebSocketMessage.Type type = message.getType();
		Route route = (type == WebSocketMessage.Type.TEXT) ? this.text : this.binary;
		if (route == null) {
			throw new UnsupportedMessageException("No @OnMessage method takes " + type + " messages", type);
		}
		Object value = route.decoder().decode(message.getPayload());
		for (Target target : route.targets()) {
			if (target.type().isInstance(value)) {
				return new Payload(value, target.method());
			}
		}
		throw new UnsupportedMessageException("No @OnMessage method takes " + value.getClass().getName(), type);
	}

	/**
	 * A decoder and the methods that share it.
	 *
	 * @param decoder decodes to a common supertype
	 * @param targets the methods, subtypes before their supertypes
	 */
	record Route(MessageDecoder decoder, List<Target> targets) {
	}

	/**
	 * A type and its method.
	 */
	record Target(Class<?> type, EndpointMethod method) {
	}

	/**
	 * A decoded message and the method that takes it.
	 */
	record Payload(Object value, EndpointMethod method) {
	}

}
