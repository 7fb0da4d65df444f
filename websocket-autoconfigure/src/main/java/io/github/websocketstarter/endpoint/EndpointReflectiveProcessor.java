package io.github.websocketstarter.endpoint;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.aot.hint.annotation.ReflectiveProcessor;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Tells a native image what is known of endpoints and advices by reflection only: their
 * methods, and the types of payloads and of returned values.
 */
final class EndpointReflectiveProcessor implements ReflectiveProcessor {

	@Override
	public void registerReflectionHints(ReflectionHints hints, AnnotatedElement element) {
		if (element instanceof Class<?> type) {
			hints.registerType(type);
			PayloadHints payloads = new PayloadHints(hints);
			EndpointReader.methods(type).forEach((method, kind) -> {
				registerMethod(hints, type, method);
				if (kind == CallbackKind.MESSAGE) {
					parameters(type, method).filter(MethodReader::mayBePayload)
						.map(ResolvableType::forMethodParameter)
						.forEach(payloads::add);
				}
				MethodParameter returned = new MethodParameter(method, -1).withContainingClass(type);
				payloads.add(ResolvableType.forMethodParameter(returned));
			});
		}
	}

	private static Stream<MethodParameter> parameters(Class<?> type, Method method) {
		return IntStream.range(0, method.getParameterCount())
			.mapToObj((index) -> new MethodParameter(method, index).withContainingClass(type));
	}

	private static void registerMethod(ReflectionHints hints, Class<?> type, Method method) {
		hints.registerMethod(method, ExecutableMode.INVOKE);
		// A proxy that knows only the interfaces of the bean
		for (Class<?> each : ClassUtils.getAllInterfacesForClass(type)) {
			Method declared = ReflectionUtils.findMethod(each, method.getName(), method.getParameterTypes());
			if (declared != null) {
				hints.registerMethod(declared, ExecutableMode.INVOKE);
			}
		}
		// How Kotlin calls a function with default values
		ReflectionUtils.doWithLocalMethods(method.getDeclaringClass(), (other) -> {
			if (other.getName().equals(method.getName() + "$default")) {
				hints.registerMethod(other, ExecutableMode.INVOKE);
			}
		});
	}

}
