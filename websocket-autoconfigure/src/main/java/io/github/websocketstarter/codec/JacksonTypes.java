package io.github.websocketstarter.codec;

import java.io.Closeable;
import java.lang.reflect.Modifier;
import java.lang.reflect.TypeVariable;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.Spliterator;
import java.util.concurrent.Future;
import java.util.stream.BaseStream;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.jsontype.TypeDeserializer;
import tools.jackson.databind.type.TypeFactory;

import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.core.io.Resource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.web.reactive.socket.WebSocketMessage;

/**
 * Types as Jackson sees them.
 */
final class JacksonTypes {

	private static final List<Class<?>> NEVER_JSON = List.of(CharSequence.class, byte[].class, ByteBuffer.class,
			DataBuffer.class, WebSocketMessage.class, BaseStream.class, Iterator.class, Enumeration.class,
			Spliterator.class, Closeable.class, Resource.class, Future.class, Optional.class, OptionalInt.class,
			OptionalLong.class, OptionalDouble.class, Throwable.class, Class.class, Void.class, void.class);

	/** Only these need to know all types beforehand. */
	private static final Set<JsonTypeInfo.Id> NAMES = Set.of(JsonTypeInfo.Id.NAME, JsonTypeInfo.Id.SIMPLE_NAME);

	private final JsonMapper mapper;

	JacksonTypes(JsonMapper mapper) {
		this.mapper = mapper;
	}

	/**
	 * Return whether JSON is a sensible form of a type.
	 * @param type the type
	 * @return whether to serve it
	 */
	static boolean isJson(Class<?> type) {
		return NEVER_JSON.stream().noneMatch((each) -> each.isAssignableFrom(type))
				&& ReactiveAdapterRegistry.getSharedInstance().getAdapter(type) == null;
	}

	/**
	 * Convert a type with its generics.
	 * @param type the type
	 * @return the type as Jackson's
	 */
	JavaType of(ResolvableType type) {
		return of(type, Set.of());
	}

	/**
	 * Convert a type with its generics.
	 * @param type the type
	 * @param seen the type variables on the way to it, because one may be bounded by
	 * itself
	 * @return the type as Jackson's
	 */
	private JavaType of(ResolvableType type, Set<TypeVariable<?>> seen) {
		TypeFactory factory = this.mapper.getTypeFactory();
		Set<TypeVariable<?>> path = seen;
		if (type.getType() instanceof TypeVariable<?> variable) {
			path = new HashSet<>(seen);
			if (!path.add(variable)) {
				return factory.constructType(type.toClass());
			}
		}
		if (type.isArray()) {
			return factory.constructArrayType(of(type.getComponentType(), path));
		}
		if (type.getType() instanceof Class || !type.hasGenerics()) {
			return factory.constructType(type.toClass());
		}
		Set<TypeVariable<?>> variables = path;
		return factory.constructParametricType(type.toClass(),
				Arrays.stream(type.getGenerics()).map((generic) -> of(generic, variables)).toArray(JavaType[]::new));
	}

	/**
	 * Find the most specific common supertype whose ids tell some types apart.
	 * @param types the types
	 * @return the supertype, or {@code null} if there is none
	 */
	@Nullable Class<?> common(List<Class<?>> types) {
		DeserializationContext context = this.mapper._deserializationContext();
		List<Class<?>> candidates = supertypes(types.get(0)).stream()
			.filter((candidate) -> types.stream().allMatch(candidate::isAssignableFrom))
			.filter((candidate) -> tellsApart(context, candidate, types))
			.toList();
		return candidates.stream()
			.filter((candidate) -> candidates.stream()
				.noneMatch((other) -> other != candidate && candidate.isAssignableFrom(other)))
			.findFirst()
			.orElse(null);
	}

	private static Set<Class<?>> supertypes(Class<?> type) {
		Set<Class<?>> supertypes = new LinkedHashSet<>();
		addSupertypes(type, supertypes);
		supertypes.add(Object.class);
		return supertypes;
	}

	private static void addSupertypes(@Nullable Class<?> type, Set<Class<?>> found) {
		if (type != null && found.add(type)) {
			addSupertypes(type.getSuperclass(), found);
			for (Class<?> parent : type.getInterfaces()) {
				addSupertypes(parent, found);
			}
		}
	}

	private static boolean tellsApart(DeserializationContext context, Class<?> candidate, List<Class<?>> types) {
		JavaType type = context.constructType(candidate);
		TypeDeserializer ids = context.findTypeDeserializer(type);
		if (ids == null || ids.getTypeIdResolver() == null || !NAMES.contains(ids.getTypeIdResolver().getMechanism())) {
			return ids != null;
		}
		DeserializationConfig config = context.getConfig();
		Set<Class<?>> named = config.getSubtypeResolver()
			.collectAndResolveSubtypesByTypeId(config, context.introspectClassAnnotations(type))
			.stream()
			.map(NamedType::getType)
			.collect(Collectors.toSet());
		return types.stream()
			.allMatch((each) -> Modifier.isAbstract(each.getModifiers()) || each == ids.getDefaultImpl()
					|| named.contains(each));
	}

}
