package io.github.websocketstarter.endpoint;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.BaseStream;

import io.github.websocketstarter.WebSocketConnection;
import io.github.websocketstarter.cancellation.DisconnectReason;
import io.github.websocketstarter.cancellation.DisconnectToken;
import io.github.websocketstarter.codec.MessageEncoder;
import io.github.websocketstarter.codec.WebSocketCodecs;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.aop.support.AopUtils;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.KotlinDetector;
import org.springframework.core.MethodParameter;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.util.ClassUtils;
import org.springframework.validation.Validator;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.HandshakeInfo;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.pattern.PathPattern;

/**
 * Finds out how the methods of one bean are called, and which could never work. Used at
 * start-up.
 */
final class MethodReader {

	/** What has only its name in common with a value that can be sent. */
	private static final List<Class<?>> NOT_SENT = List.of(BaseStream.class, WebSocketConnection.class,
			ServerHttpResponse.class);

	private final Object bean;

	private final HandshakeArguments handshake;

	private final List<PathPattern> patterns;

	private final WebSocketCodecs codecs;

	private final @Nullable String subProtocol;

	private final @Nullable Validator validator;

	private final BroadcastReader broadcasts;

	// Whether what the request does not have is null, as for advices.
	private final boolean lenient;

	private final ReactiveAdapterRegistry reactive = ReactiveAdapterRegistry.getSharedInstance();

	MethodReader(Object bean, HandshakeArguments handshake, List<PathPattern> patterns, WebSocketCodecs codecs,
			@Nullable String subProtocol, @Nullable Validator validator, BroadcastReader broadcasts, boolean lenient) {
		this.bean = bean;
		this.handshake = handshake;
		this.patterns = patterns;
		this.codecs = codecs;
		this.subProtocol = subProtocol;
		this.validator = validator;
		this.broadcasts = broadcasts;
		this.lenient = lenient;
	}

	/**
	 * Read a method.
	 * @param kind what it is called for
	 * @param method the method, as the bean's class declares it
	 * @return how to call it, and what it is about
	 */
	ReadMethod read(CallbackKind kind, Method method) {
		CallbackKind.requireOne(method);
		if (Modifier.isPrivate(method.getModifiers()) || Modifier.isStatic(method.getModifiers())) {
			throw new InvalidMethodException(method, "is private or static, so " + kind + " cannot call it",
					"Make it an instance method that is not private.");
		}
		if (Modifier.isFinal(method.getModifiers()) && AopUtils.isCglibProxy(this.bean)) {
			throw new InvalidMethodException(method, "is final, so the proxy of its bean cannot pass the call on",
					"Remove 'final'; in Kotlin, declare class and function as open.");
		}
		KotlinFunction.check(method, KotlinFunction.COROUTINES);
		Method invocable;
		try {
			invocable = AopUtils.selectInvocableMethod(method, this.bean.getClass());
		}
		catch (IllegalStateException ex) {
			throw new InvalidMethodException(method, "cannot be called through the proxy of its bean",
					"Declare the method in an interface of the bean, or let the bean be proxied by its class "
							+ "(spring.aop.proxy-target-class=true).");
		}
		invocable.setAccessible(true);
		MethodParameter[] parameters = new HandlerMethod(this.bean, method).getMethodParameters();
		Subject subject = subject(kind, method, parameters);
		Argument[] arguments = new Argument[parameters.length];
		for (int i = 0; i < parameters.length; i++) {
			MethodParameter parameter = parameters[i].withContainingClass(AopUtils.getTargetClass(this.bean));
			arguments[i] = (i == subject.index()) ? subject.argument() : argument(kind, method, parameter);
		}
		Result result = result(kind, method, subject.stream());
		return new ReadMethod(kind, method, new EndpointMethod(this.bean, invocable, arguments, result), subject);
	}

	// What a method is about

	private Subject subject(CallbackKind kind, Method method, MethodParameter[] parameters) {
		Subject found = Subject.NONE;
		for (int i = 0; i < parameters.length; i++) {
			MethodParameter parameter = parameters[i].withContainingClass(AopUtils.getTargetClass(this.bean));
			if (!isSubject(kind, method, parameter)) {
				continue;
			}
			if (found != Subject.NONE) {
				throw new InvalidMethodException(method,
						"has two parameters that could be its " + nameOfSubject(kind) + ": "
								+ describe(parameters[found.index()]) + " and " + describe(parameter),
						"Annotate the parameter that is the payload with @Payload and the other one with what it is "
								+ "(@PathVariable, @RequestParam, @RequestHeader ...), or remove it.");
			}
			found = new Subject(i, ResolvableType.forMethodParameter(parameter), false, Call::subject);
			if (kind == CallbackKind.MESSAGE) {
				found = payload(method, parameter, found);
			}
			else if (kind == CallbackKind.PONG) {
				found = new Subject(i, found.type(), false, pong(parameter));
			}
		}
		if (found == Subject.NONE && (kind == CallbackKind.MESSAGE || kind == CallbackKind.ERROR)) {
			throw new InvalidMethodException(method,
					"is an " + kind + " method without a parameter for its " + nameOfSubject(kind),
					"Add a parameter for the " + nameOfSubject(kind) + ".");
		}
		return found;
	}

	private static String nameOfSubject(CallbackKind kind) {
		return switch (kind) {
			case MESSAGE, PONG -> "payload";
			case ERROR -> "exception";
			default -> "status";
		};
	}

	private boolean isSubject(CallbackKind kind, Method method, MethodParameter parameter) {
		Class<?> type = parameter.getParameterType();
		boolean annotated = parameter.hasParameterAnnotation(Payload.class);
		if (annotated && kind != CallbackKind.MESSAGE) {
			throw new InvalidMethodException(method,
					"has a parameter annotated with @Payload, but " + kind + " methods have none",
					"Remove the annotation, or annotate the method with @OnMessage.");
		}
		return switch (kind) {
			case MESSAGE -> annotated || (!KotlinFunction.isContinuation(type) && connectionArgument(type) == null
					&& !isOfTheExchange(type) && handshakeIndex(method, parameter) < 0);
			case ERROR -> Throwable.class.isAssignableFrom(type);
			case PONG -> type == ByteBuffer.class || type == byte[].class;
			case CLOSE -> type == CloseStatus.class;
			case OPEN -> false;
		};
	}

	/**
	 * Return whether a parameter may be a payload, as far as its declaration tells.
	 * @param parameter the parameter of an {@code @OnMessage} method
	 * @return whether it may be
	 */
	static boolean mayBePayload(MethodParameter parameter) {
		if (parameter.hasParameterAnnotation(Payload.class)) {
			return true;
		}
		Class<?> type = parameter.getParameterType();
		return !KotlinFunction.isContinuation(type) && connectionArgument(type) == null && !isOfTheExchange(type)
				&& Arrays.stream(parameter.getParameterAnnotations())
					.map((annotation) -> annotation.annotationType().getName())
					.noneMatch((name) -> name.startsWith("org.springframework.web.bind.annotation.")
							|| name.startsWith("org.springframework.security."));
	}

	private Subject payload(Method method, MethodParameter parameter, Subject found) {
		ReactiveAdapter adapter = this.reactive.getAdapter(parameter.getParameterType());
		Validation validation = Validation.of(method, parameter,
				(adapter != null) ? found.type().getGeneric(0) : found.type(), this.validator);
		if (adapter == null) {
			return new Subject(found.index(), found.type(), false, (call) -> validation.check(call.subject()));
		}
		if (!adapter.isMultiValue()) {
			throw new InvalidMethodException(method,
					"has a payload of type " + describe(parameter)
							+ ", but a message is there when the method is called",
					"Let the parameter be the payload itself, or a Flux of all messages.");
		}
		return new Subject(found.index(), found.type().getGeneric(0), true,
				(call) -> adapter.fromPublisher(call.conversation().streams().input(validation)));
	}

	private static Argument pong(MethodParameter parameter) {
		if (parameter.getParameterType() == ByteBuffer.class) {
			return Call::subject;
		}
		return (call) -> {
			byte[] bytes = {};
			if (call.subject() instanceof ByteBuffer payload) {
				bytes = new byte[payload.remaining()];
				payload.get(payload.position(), bytes);
			}
			return bytes;
		};
	}

	// The other parameters

	private Argument argument(CallbackKind kind, Method method, MethodParameter parameter) {
		Class<?> type = parameter.getParameterType();
		if (KotlinFunction.isContinuation(type)) {
			return (call) -> null;
		}
		if (kind == CallbackKind.CLOSE && type == DisconnectReason.class) {
			return (call) -> call.connection().disconnected().reason().orElse(null);
		}
		Argument known = connectionArgument(type);
		if (known != null) {
			return known;
		}
		if (isOfTheExchange(type)) {
			throw new InvalidMethodException(method,
					"has a parameter of type " + type.getSimpleName() + ", which ends with the handshake",
					"Use HandshakeInfo for what the request said, and WebSocketConnection to answer.");
		}
		int index = handshakeIndex(method, parameter);
		if (index < 0) {
			throw new InvalidMethodException(method,
					"has a parameter " + describe(parameter) + " that " + kind + " methods cannot have",
					"Remove it, or annotate it with what it is (@PathVariable, @RequestParam, @RequestHeader ...).");
		}
		if (this.lenient && type.isPrimitive()) {
			throw new InvalidMethodException(method,
					"has a parameter " + describe(parameter)
							+ " that not every request has, and a primitive cannot tell",
					"Use " + ClassUtils.resolvePrimitiveIfNecessary(type).getSimpleName() + ", which is null then.");
		}
		return (call) -> call.handshakeValue(index);
	}

	private static @Nullable Argument connectionArgument(Class<?> type) {
		if (type.isAssignableFrom(WebSocketConnection.class) && type != Object.class) {
			return Call::connection;
		}
		if (type == HandshakeInfo.class) {
			return (call) -> call.connection().getHandshakeInfo();
		}
		if (type.isAssignableFrom(DisconnectToken.class) && type != Object.class) {
			return (call) -> call.connection().disconnected();
		}
		return null;
	}

	private static boolean isOfTheExchange(Class<?> type) {
		return ServerWebExchange.class.isAssignableFrom(type) || ServerHttpRequest.class.isAssignableFrom(type)
				|| ServerHttpResponse.class.isAssignableFrom(type);
	}

	private int handshakeIndex(Method method, MethodParameter parameter) {
		try {
			return this.handshake.add(check(method, parameter), this.lenient);
		}
		catch (IllegalStateException ex) {
			throw new InvalidMethodException(method,
					"has a parameter " + describe(parameter) + " that cannot be resolved: " + ex.getMessage(),
					"Let the parameter be the value itself.");
		}
	}

	// What would otherwise fail with the first request.
	private MethodParameter check(Method method, MethodParameter parameter) {
		parameter.initParameterNameDiscovery(new DefaultParameterNameDiscoverer());
		PathVariable variable = parameter.getParameterAnnotation(PathVariable.class);
		if (variable == null || this.lenient || Map.class.isAssignableFrom(parameter.getParameterType())) {
			return parameter;
		}
		String name = variable.name().isEmpty() ? parameter.getParameterName() : variable.name();
		if (name == null) {
			throw new InvalidMethodException(method, "has a @PathVariable parameter whose name is not known",
					"Name it in the annotation, or compile with -parameters.");
		}
		for (PathPattern pattern : this.patterns) {
			if (variable.required() && !parameter.isOptional() && !GroupTemplate.variables(pattern).contains(name)) {
				throw new InvalidMethodException(method, "wants the path variable '" + name + "', which the path '"
						+ pattern.getPatternString() + "' has not",
						"Add {" + name + "} to the path, or correct the name.");
			}
		}
		return parameter;
	}

	private static String describe(MethodParameter parameter) {
		String annotations = String.join("",
				Arrays.stream(parameter.getParameterAnnotations())
					.map(Annotation::annotationType)
					.map((type) -> "@" + type.getSimpleName() + " ")
					.toList());
		return annotations + ResolvableType.forMethodParameter(parameter);
	}

	// What a method returns

	private Result result(CallbackKind kind, Method method, boolean stream) {
		MethodParameter returned = new MethodParameter(method, -1)
			.withContainingClass(AopUtils.getTargetClass(this.bean));
		ResolvableType type = ResolvableType.forMethodParameter(returned);
		ReactiveAdapter adapter = this.reactive.getAdapter(type.toClass());
		ResolvableType value = type;
		if (adapter != null) {
			value = adapter.isNoValue() ? ResolvableType.forClass(Void.class) : type.getGeneric(0);
		}
		boolean many = adapter != null && adapter.isMultiValue();
		if (KotlinDetector.isSuspendingFunction(method) && adapter == null) {
			adapter = this.reactive.getAdapter(Mono.class);
		}
		if (stream && adapter == null) {
			throw new InvalidMethodException(method, "takes a stream of messages but returns before it has ended",
					"Return a Flux of what is sent, or a Mono<Void> that completes when the stream was consumed.");
		}
		boolean nothing = isNothing(value.toClass());
		Recipients recipients = this.broadcasts.read(kind, method, nothing ? null : value);
		if (kind == CallbackKind.CLOSE && !nothing && recipients == null) {
			throw new InvalidMethodException(method,
					"returns " + type + ", which cannot be sent: the connection is closed",
					"Let the method return void or Mono<Void>, or annotate it with @Broadcast.");
		}
		// Nothing runs beside the last call.
		boolean beside = many && !nothing && kind != CallbackKind.CLOSE;
		return new Result(adapter, stream || beside, nothing ? null : encoder(method, type, value), recipients);
	}

	private static boolean isNothing(Class<?> type) {
		return type == void.class || type == Void.class || type.getName().equals("kotlin.Unit");
	}

	private MessageEncoder encoder(Method method, ResolvableType returned, ResolvableType value) {
		if (WebSocketMessage.class.isAssignableFrom(value.toClass())) {
			return (message, buffers) -> (WebSocketMessage) message;
		}
		boolean impossible = this.reactive.getAdapter(value.toClass()) != null
				|| NOT_SENT.stream().anyMatch((type) -> type.isAssignableFrom(value.toClass()));
		MessageEncoder encoder = impossible ? null : this.codecs.encoder(value, this.subProtocol);
		if (encoder == null) {
			throw new InvalidMethodException(method,
					"returns " + returned + ", which cannot be sent"
							+ ((this.subProtocol != null) ? " with the sub-protocol '" + this.subProtocol + "'" : ""),
					"Return String, byte[], ByteBuffer, DataBuffer or a type that a WebSocketCodec encodes (JSON needs Jackson), "
							+ "a Mono or Flux of one, or nothing.");
		}
		return encoder;
	}

	/**
	 * What a method is about: a payload, an exception, a status.
	 *
	 * @param index the index of its parameter, or -1
	 * @param type the declared type; that of the elements for a stream
	 * @param stream whether the method takes all messages as a stream
	 * @param argument gives the value
	 */
	record Subject(int index, ResolvableType type, boolean stream, Argument argument) {

		static final Subject NONE = new Subject(-1, ResolvableType.NONE, false, (call) -> null);

	}

	/**
	 * A method that was read.
	 */
	record ReadMethod(CallbackKind kind, Method declared, EndpointMethod method, Subject subject) {
	}

}
