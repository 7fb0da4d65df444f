package io.github.websocketstarter.endpoint;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

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
	 * @return its kind, or {@code null} if it is an ordinary method
	 * @throws IllegalArgumentException if it has two kinds
	 */
	static @Nullable CallbackKind of(Method method) {
		List<CallbackKind> kinds = new ArrayList<>(1);
		for (CallbackKind kind : values()) {
			if (AnnotatedElementUtils.hasAnnotation(method, kind.annotation)) {
				kinds.add(kind);
			}
		}
		if (kinds.size() > 1) {
			throw new InvalidMethodException(method, "is annotated with both " + kinds.get(0) + " and " + kinds.get(1),
					"Make two methods of it.");
		}
		return kinds.isEmpty() ? null : kinds.get(0);
	}

	@Override
	public String toString() {
		return "@" + this.annotation.getSimpleName();
	}

}
