package io.github.websocketstarter.broadcast;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.websocketstarter.SendOption;
import io.github.websocketstarter.codec.MessageEncoder;
import io.github.websocketstarter.codec.WebSocketCodecs;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.util.Assert;
import org.springframework.util.ConcurrentReferenceHashMap;
import org.springframework.web.reactive.socket.WebSocketMessage;

/**
 * Encodes messages for many, once for each encoder that their sub-protocols need.
 * Thread-safe.
 */
final class Encoding {

	private static final Log logger = LogFactory.getLog(Encoding.class);

	/** Stands for no sub-protocol. */
	static final String NONE = "";

	private final WebSocketCodecs codecs;

	/** Held softly, so that it keeps no class alive for ever. */
	private final Map<DeclaredType, MessageEncoder> encoders = new ConcurrentReferenceHashMap<>();

	Encoding(WebSocketCodecs codecs) {
		this.codecs = codecs;
	}

	/**
	 * Encode a payload.
	 * @param payload the payload, released here if it is a buffer
	 * @param type its declared type, or {@code null} to go by its class
	 * @param needed the sub-protocols of which one cannot do without
	 * @param known other sub-protocols
	 * @return the encodings
	 */
	List<Variant> encode(Object payload, @Nullable ResolvableType type, Set<String> needed, Collection<String> known) {
		Set<String> all = new HashSet<>(needed);
		all.addAll(known);
		if (payload instanceof WebSocketMessage message) {
			return List.of(variant(message, all));
		}
		if (payload instanceof DataBuffer buffer) {
			return List.of(variant(new WebSocketMessage(WebSocketMessage.Type.BINARY, buffer), all));
		}
		Map<MessageEncoder, Set<String>> users = new LinkedHashMap<>(2);
		for (String subProtocol : all) {
			MessageEncoder encoder = encoder(payload, type, subProtocol.equals(NONE) ? null : subProtocol);
			Assert.isTrue(encoder != null || !needed.contains(subProtocol),
					() -> "No codec encodes " + payload.getClass().getName()
							+ (subProtocol.equals(NONE) ? "" : " for the sub-protocol '" + subProtocol + "'")
							+ ": send a String, bytes, or a value that a WebSocketCodec bean or Jackson encodes");
			if (encoder != null) {
				users.computeIfAbsent(encoder, (key) -> new HashSet<>(2)).add(subProtocol);
			}
		}
		List<Variant> variants = new ArrayList<>(users.size());
		users.forEach((encoder, subProtocols) -> {
			try {
				variants.add(variant(encoder.encode(payload, DefaultDataBufferFactory.sharedInstance), subProtocols));
			}
			catch (RuntimeException ex) {
				if (!Collections.disjoint(subProtocols, needed)) {
					throw ex;
				}
				logger.debug("Nobody gets this encoding", ex);
			}
		});
		return variants;
	}

	private @Nullable MessageEncoder encoder(Object payload, @Nullable ResolvableType type,
			@Nullable String subProtocol) {
		if (type == null) {
			return this.codecs.encoder(payload.getClass(), subProtocol);
		}
		DeclaredType key = new DeclaredType(type, subProtocol);
		MessageEncoder encoder = this.encoders.get(key);
		if (encoder == null) {
			encoder = this.codecs.encoder(type, subProtocol);
			if (encoder != null) {
				this.encoders.put(key, encoder);
			}
		}
		return encoder;
	}

	private static Variant variant(WebSocketMessage message, Set<String> subProtocols) {
		DataBuffer payload = message.getPayload();
		try {
			boolean text = message.getType() == WebSocketMessage.Type.TEXT;
			Assert.isTrue(text || message.getType() == WebSocketMessage.Type.BINARY,
					() -> "The message must be text or binary but is " + message.getType());
			byte[] bytes = new byte[payload.readableByteCount()];
			payload.toByteBuffer(payload.readPosition(), ByteBuffer.wrap(bytes), 0, bytes.length);
			return new Variant(subProtocols, text, message.<Object>getNativeMessage() != SendOption.DISABLE_COMPRESSION,
					bytes);
		}
		finally {
			DataBufferUtils.release(payload);
		}
	}

	private record DeclaredType(ResolvableType type, @Nullable String subProtocol) {

	}

}
