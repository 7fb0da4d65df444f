package io.github.websocketstarter.endpoint;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.websocketstarter.codec.MessageDecoder;
import io.github.websocketstarter.codec.WebSocketCodecs;
import io.github.websocketstarter.endpoint.MethodReader.ReadMethod;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.ResolvableType;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;
import org.springframework.validation.Validator;
import org.springframework.web.reactive.socket.WebSocketMessage;

/**
 * Reads the methods of one endpoint, and of the advices, for one sub-protocol. Used at
 * start-up.
 */
final class EndpointReader {

	private final EndpointDefinition definition;

	private final WebSocketCodecs codecs;

	private final @Nullable Validator validator;

	private final HandshakeArguments handshake;

	private final BroadcastReader broadcasts;

	private final @Nullable String subProtocol;

	EndpointReader(EndpointDefinition definition, WebSocketCodecs codecs, @Nullable Validator validator,
			HandshakeArguments handshake, BroadcastReader broadcasts, @Nullable String subProtocol) {
		this.definition = definition;
		this.codecs = codecs;
		this.validator = validator;
		this.handshake = handshake;
		this.broadcasts = broadcasts;
		this.subProtocol = subProtocol;
	}

	// Whether a bean has methods that make it an endpoint.
	static boolean hasMethods(Object bean) {
		return methods(AopUtils.getTargetClass(bean)).values().stream().anyMatch((kind) -> kind != CallbackKind.ERROR);
	}

	/**
	 * Return the annotated methods of a class.
	 * @param type the class of a bean, not of its proxy
	 * @return the methods and what each is called for
	 */
	static Map<Method, CallbackKind> methods(Class<?> type) {
		return MethodIntrospector.selectMethods(type,
				(MethodIntrospector.MetadataLookup<CallbackKind>) CallbackKind::of);
	}

	/**
	 * Read the methods of an endpoint.
	 * @param bean the endpoint
	 * @param advices the advices in their order
	 * @param run how calls are made
	 * @return the methods
	 * @throws InvalidMethodException if a method could never work
	 */
	EndpointMethods read(Object bean, List<Object> advices, EndpointMethods.Run run) {
		Map<CallbackKind, List<ReadMethod>> methods = readAll(bean, false);
		List<Map<Class<?>, EndpointMethod>> errors = new ArrayList<>();
		errors.add(errorMethods(methods.getOrDefault(CallbackKind.ERROR, List.of())));
		for (Object advice : advices) {
			errors.add(errorMethods(readAdvice(advice)));
		}
		List<ReadMethod> messages = methods.getOrDefault(CallbackKind.MESSAGE, List.of());
		ReadMethod stream = messages.stream().filter((method) -> method.subject().stream()).findFirst().orElse(null);
		if (stream != null && messages.size() > 1) {
			throw new InvalidMethodException(stream.declared(),
					"takes all messages, so no other @OnMessage method gets any",
					"Remove the others, or let this one take single messages.");
		}
		return new EndpointMethods(only(methods, CallbackKind.OPEN), (stream != null) ? stream.method() : null,
				new Payloads(route(messages, WebSocketMessage.Type.TEXT),
						route(messages, WebSocketMessage.Type.BINARY)),
				only(methods, CallbackKind.PONG), only(methods, CallbackKind.CLOSE), new ErrorMethods(errors), run);
	}

	private Map<CallbackKind, List<ReadMethod>> readAll(Object bean, boolean lenient) {
		MethodReader reader = new MethodReader(bean, this.handshake, this.definition.patterns(), this.codecs,
				this.subProtocol, this.validator, this.broadcasts, lenient);
		Map<CallbackKind, List<ReadMethod>> methods = new EnumMap<>(CallbackKind.class);
		Class<?> type = AopUtils.getTargetClass(bean);
		BroadcastReader.requireCallbacks(type);
		methods(type).forEach((method, kind) -> methods.computeIfAbsent(kind, (key) -> new ArrayList<>(1))
			.add(reader.read(kind, method)));
		return methods;
	}

	private List<ReadMethod> readAdvice(Object advice) {
		Map<CallbackKind, List<ReadMethod>> methods = readAll(advice, true);
		List<ReadMethod> errors = methods.remove(CallbackKind.ERROR);
		methods.forEach((kind, others) -> {
			throw new InvalidMethodException(others.get(0).declared(),
					"is an " + kind + " method of a @WebSocketEndpointAdvice, which can have @OnError methods only",
					"Move the method to a @WebSocketEndpoint.");
		});
		return (errors != null) ? errors : List.of();
	}

	private static Map<Class<?>, EndpointMethod> errorMethods(List<ReadMethod> methods) {
		Map<Class<?>, EndpointMethod> byType = new HashMap<>();
		for (ReadMethod method : methods) {
			Class<?> type = method.subject().type().toClass();
			EndpointMethod other = byType.put(type, method.method());
			if (other != null) {
				throw new InvalidMethodException(method.declared(),
						"handles " + type.getSimpleName() + ", and so does " + other, "Remove one of them.");
			}
		}
		return byType;
	}

	private static @Nullable EndpointMethod only(Map<CallbackKind, List<ReadMethod>> methods, CallbackKind kind) {
		List<ReadMethod> found = methods.getOrDefault(kind, List.of());
		if (found.size() > 1) {
			throw new InvalidMethodException(found.get(0).declared(),
					"is an " + kind + " method, and so is " + found.get(1).method(), "Make one method of them.");
		}
		return found.isEmpty() ? null : found.get(0).method();
	}

	// Payload types

	private Payloads.@Nullable Route route(List<ReadMethod> methods, WebSocketMessage.Type type) {
		List<ReadMethod> takers = new ArrayList<>();
		for (ReadMethod method : methods) {
			boolean text = decoder(method, WebSocketMessage.Type.TEXT) != null;
			boolean binary = decoder(method, WebSocketMessage.Type.BINARY) != null;
			if (!text && !binary) {
				throw new InvalidMethodException(method.declared(),
						"takes " + method.subject().type() + ", which no codec decodes" + forSubProtocol(),
						"Use String, byte[], ByteBuffer or DataBuffer, add Jackson for JSON, or declare a WebSocketCodec bean.");
			}
			if ((type == WebSocketMessage.Type.TEXT) ? text : binary) {
				takers.add(method);
			}
		}
		if (takers.isEmpty()) {
			return null;
		}
		// Subtypes come first: they have more supertypes among the others.
		takers.sort(Comparator.comparingLong(
				(ReadMethod one) -> takers.stream().filter((other) -> type(other).isAssignableFrom(type(one))).count())
			.reversed());
		List<ResolvableType> types = takers.stream().map((method) -> method.subject().type()).toList();
		ResolvableType common = this.codecs.commonType(types, type, this.subProtocol);
		MessageDecoder decoder = (common != null) ? this.codecs.decoder(common, type, this.subProtocol) : null;
		requireDistinct(takers, type, decoder != null);
		Assert.state(decoder != null, "No decoder");
		return new Payloads.Route(decoder,
				takers.stream().map((method) -> new Payloads.Target(type(method), method.method())).toList());
	}

	private @Nullable MessageDecoder decoder(ReadMethod method, WebSocketMessage.Type type) {
		try {
			return this.codecs.decoder(method.subject().type(), type, this.subProtocol);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidMethodException(method.declared(),
					"takes " + method.subject().type() + ", which has a fault: " + ex.getMessage(),
					"Correct the type of the payload.");
		}
	}

	private static void requireDistinct(List<ReadMethod> takers, WebSocketMessage.Type type, boolean told) {
		for (int i = 1; i < takers.size(); i++) {
			ReadMethod one = takers.get(i - 1);
			ReadMethod other = takers.get(i);
			boolean same = takers.subList(0, i).stream().anyMatch((method) -> type(method) == type(other));
			if (same || !told) {
				throw new InvalidMethodException(other.declared(),
						"takes " + type + " messages, and so does " + one.method()
								+ ", and nothing tells which is meant",
						"Give their payload types a common (sealed) interface annotated with "
								+ "@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = \"type\"), or make one method of them.");
			}
		}
	}

	private static Class<?> type(ReadMethod method) {
		return ClassUtils.resolvePrimitiveIfNecessary(method.subject().type().toClass());
	}

	private String forSubProtocol() {
		return (this.subProtocol != null) ? " for the sub-protocol '" + this.subProtocol + "'" : "";
	}

}
