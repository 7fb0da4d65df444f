package io.github.websocketstarter.endpoint;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * What a method is called for.
 */
enum CallbackKind {

	OPEN(OnOpen.class), MESSAGE(OnMessage.class), PONG(OnPong.class), ERROR(OnError.class), CLOSE(OnClose.class);

	private final Class<? extends Annotation> annotation;

	CallbackKind(Class<? extends Annotation> annotation) {
		this.annotation = annotation;
	}

	/**
	 * Return the kind of a method.
	 * @param method the method
	 * @return its kind, the first if it has several, or {@code null} if it is an ordinary
	 * method
	 */
	static @Nullable CallbackKind of(Method method) {
		return all(method).findFirst().orElse(null);
	}

	/**
	 * Check that a method has one kind only.
	 * @param method the method
	 * @throws InvalidMethodException if it has two
	 */
	static void requireOne(Method method) {
		List<CallbackKind> kinds = all(method).toList();
		if (kinds.size() > 1) {
			throw new InvalidMethodException(method, "is annotated with both " + kinds.get(0) + " and " + kinds.get(1),
					"Make two methods of it.");
		}
	}

	private static Stream<CallbackKind> all(Method method) {
		return Arrays.stream(values()).filter((kind) -> AnnotatedElementUtils.hasAnnotation(method, kind.annotation));
	}

	@Override
	public String toString() {
		return "@" + this.annotation.getSimpleName();
	}

}
