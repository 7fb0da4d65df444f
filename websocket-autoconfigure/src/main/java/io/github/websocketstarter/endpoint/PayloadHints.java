package io.github.websocketstarter.endpoint;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotationAttributes;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.ClassUtils;

/**
 * Tells a native image of types that are decoded or encoded, of those that they consist
 * of, of interfaces that may say how to tell them apart, and of all subtypes that a
 * message may have in their place.
 */
final class PayloadHints {

	/** What is no payload, or one that is not looked into. */
	private static final List<String> OPAQUE = List.of("org.springframework.", "reactor.", "kotlin.");

	private static final String JSON_SUB_TYPES = "com.fasterxml.jackson.annotation.JsonSubTypes";

	private final BindingReflectionHintsRegistrar registrar = new BindingReflectionHintsRegistrar();

	private final ReflectionHints hints;

	private final Set<Class<?>> seen = new HashSet<>();

	PayloadHints(ReflectionHints hints) {
		this.hints = hints;
	}

	/**
	 * Add a declared type, with its generics.
	 * @param type the type; of a publisher that of its elements
	 */
	void add(ResolvableType type) {
		ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(type.toClass());
		if (adapter != null) {
			Arrays.stream(type.getGenerics()).forEach(this::add);
			return;
		}
		addAll(type, new HashSet<>());
	}

	private void addAll(ResolvableType type, Set<ResolvableType> path) {
		// A generic type may be bounded by itself.
		if (type.isArray()) {
			addAll(type.getComponentType(), path);
		}
		else if (path.add(type)) {
			add(type.toClass());
			Arrays.stream(type.getGenerics()).forEach((generic) -> addAll(generic, path));
		}
	}

	private void add(Class<?> type) {
		if (OPAQUE.stream().anyMatch(type.getName()::startsWith) || !this.seen.add(type)) {
			return;
		}
		this.registrar.registerReflectionHints(this.hints, type);
		ReflectionHints reached = new ReflectionHints();
		this.registrar.registerReflectionHints(reached, type);
		ClassLoader loader = type.getClassLoader();
		reached.typeHints()
			.map((hint) -> ClassUtils.resolveClassName(hint.getType().getName(), loader))
			.filter((each) -> !each.getName().startsWith("java."))
			.flatMap((each) -> Stream.concat(Arrays.stream(each.getInterfaces()), subtypes(each)))
			.forEach(this::add);
	}

	private static Stream<Class<?>> subtypes(Class<?> type) {
		Stream<Class<?>> permitted = type.isSealed() ? Arrays.stream(type.getPermittedSubclasses()) : Stream.empty();
		MergedAnnotation<?> named = MergedAnnotations.from(type).get(JSON_SUB_TYPES);
		if (!named.isPresent()) {
			return permitted;
		}
		AnnotationAttributes attributes = named.asAnnotationAttributes(MergedAnnotation.Adapt.ANNOTATION_TO_MAP);
		return Stream.concat(permitted,
				Arrays.stream(attributes.getAnnotationArray("value")).map((each) -> each.getClass("value")));
	}

}
