package io.github.websocketstarter;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keeps {@code public-api.txt} equal to what users can call, so that no change of it goes
 * unseen in a review.
 */
class PublicApiTests {

	private static final Path CLASSES = Path.of("target", "classes");

	private static final Path FILE = Path.of("public-api.txt");

	private static final String BASE = WebSocketConnection.class.getPackageName();

	/**
	 * Packages whose types are public for other packages of ours only.
	 */
	private static final List<String> INTERNAL = List.of(BASE + ".engine", BASE + ".upgrade");

	private static final Set<String> OF_EVERY_OBJECT = Set.of("equals", "hashCode", "toString");

	@Test
	void publicApiIsAsReviewed() throws Exception {
		String api = describeApi();
		if (Boolean.getBoolean("public-api.update")) {
			Files.writeString(FILE, api);
		}

		assertThat(api)
			.as("The public API differs from public-api.txt. If that is intended, run this test with "
					+ "-Dpublic-api.update=true and commit the file.")
			.isEqualTo(Files.readString(FILE));
	}

	private static String describeApi() throws Exception {
		StringBuilder api = new StringBuilder();
		for (Class<?> type : publicTypes()) {
			api.append(describe(type)).append('\n');
			members(type).forEach((member) -> api.append('\t').append(member).append('\n'));
		}
		return api.toString();
	}

	private static List<Class<?>> publicTypes() throws IOException, ClassNotFoundException {
		List<Class<?>> types = new ArrayList<>();
		for (String name : classNames()) {
			Class<?> type = Class.forName(name, false, PublicApiTests.class.getClassLoader());
			if (isVisible(type) && INTERNAL.stream().noneMatch(type.getPackageName()::startsWith)) {
				types.add(type);
			}
		}
		return types;
	}

	private static List<String> classNames() throws IOException {
		try (Stream<Path> files = Files.walk(CLASSES)) {
			return files.map((file) -> CLASSES.relativize(file).toString())
				.filter((file) -> file.endsWith(".class") && !file.endsWith("-info.class"))
				.map((file) -> file.substring(0, file.length() - ".class".length()).replaceAll("[/\\\\]", "."))
				.sorted()
				.toList();
		}
	}

	private static boolean isVisible(Class<?> type) {
		Class<?> enclosing = type.getEnclosingClass();
		return !type.isAnonymousClass() && isVisible(type.getModifiers())
				&& (enclosing == null || isVisible(enclosing));
	}

	private static boolean isVisible(int modifiers) {
		return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
	}

	private static String describe(Class<?> type) {
		Stream<Type> supertypes = Stream.concat(Stream.ofNullable(type.getGenericSuperclass()),
				Arrays.stream(type.getGenericInterfaces()));
		String parents = supertypes.map(Type::getTypeName).collect(Collectors.joining(", "));
		// Later JDKs than 17 say "sealed" themselves.
		return (type.isSealed() ? "sealed " : "") + type.toGenericString().replaceAll("(non-)?sealed ", "")
				+ (parents.isEmpty() ? "" : " : " + simplify(parents));
	}

	private static List<String> members(Class<?> type) {
		Stream<String> fields = Arrays.stream(type.getDeclaredFields())
			.filter(PublicApiTests::isApi)
			.map(Field::toGenericString);
		Stream<String> constructors = Arrays.stream(type.getDeclaredConstructors())
			.filter(PublicApiTests::isApi)
			.map(Constructor::toGenericString);
		Stream<String> methods = Arrays.stream(type.getDeclaredMethods())
			.filter(PublicApiTests::isApi)
			.map(Method::toGenericString);
		return Stream.of(fields, constructors, methods)
			.flatMap((members) -> members)
			.map((member) -> simplify(member.replace(" " + type.getName() + ".", " ")))
			.sorted()
			.toList();
	}

	private static boolean isApi(Member member) {
		boolean inherited = Modifier.isFinal(member.getDeclaringClass().getModifiers())
				&& Modifier.isProtected(member.getModifiers());
		return isVisible(member.getModifiers()) && !inherited && !member.isSynthetic()
				&& !OF_EVERY_OBJECT.contains(member.getName());
	}

	/**
	 * Remove the names of packages, which make the file hard to read.
	 */
	private static String simplify(String description) {
		return description.replaceAll("\\b([a-z0-9_]+\\.)+(?=[A-Z])", "");
	}

}
