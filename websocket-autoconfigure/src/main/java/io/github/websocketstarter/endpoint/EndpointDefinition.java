package io.github.websocketstarter.endpoint;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import io.github.websocketstarter.WebSocketAcceptOptions;
import io.github.websocketstarter.engine.SocketSettings;
import io.github.websocketstarter.handshake.OriginPolicy;
import io.github.websocketstarter.handshake.SubProtocols;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;
import org.springframework.format.datetime.standard.DurationFormatterUtils;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import org.springframework.web.util.pattern.PatternParseException;

/**
 * What a bean's annotation says, checked and with its placeholders resolved.
 *
 * @param beanName the bean's name
 * @param name the endpoint's name
 * @param patterns the paths
 * @param subProtocols the sub-protocols; empty to ask the handler
 * @param origins the origins, or {@code null} for the application's
 * @param options what differs from the application's settings
 * @param concurrency how many calls of its methods may be under way on one connection
 * @param maxStreams how many publishers that it returned may be running on one connection
 * @param groups the groups that its connections join
 * @param overrides changes the settings that the options have led to
 */
record EndpointDefinition(String beanName, EndpointName name, List<PathPattern> patterns, List<String> subProtocols,
		@Nullable OriginPolicy origins, WebSocketAcceptOptions options, int concurrency, int maxStreams,
		List<GroupTemplate> groups, UnaryOperator<SocketSettings> overrides) {

	static EndpointDefinition of(String beanName, WebSocketEndpoint annotation, Environment environment,
			PathPatternParser parser) {
		try {
			List<PathPattern> patterns = patterns(annotation, environment, parser);
			return new EndpointDefinition(beanName, name(beanName, annotation, environment), patterns,
					subProtocols(annotation, environment), origins(annotation, environment),
					options(annotation, environment), requirePositive("concurrency", annotation.concurrency()),
					requirePositive("maxStreams", annotation.maxStreams()), groups(annotation, environment, patterns),
					UnaryOperator.identity());
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidEndpointException(
					"The @WebSocketEndpoint bean '" + beanName + "' is not valid: " + ex.getMessage(),
					"Correct the attribute of its @WebSocketEndpoint annotation.", ex);
		}
	}

	private static EndpointName name(String beanName, WebSocketEndpoint annotation, Environment environment) {
		String name = environment.resolveRequiredPlaceholders(annotation.name());
		return new EndpointName(StringUtils.hasText(name) ? name.trim() : beanName);
	}

	private static List<String> subProtocols(WebSocketEndpoint annotation, Environment environment) {
		return Arrays.stream(annotation.subProtocols())
			.map(environment::resolveRequiredPlaceholders)
			.map(SubProtocols::requireToken)
			.toList();
	}

	private static int requirePositive(String attribute, int value) {
		Assert.isTrue(value >= 1, () -> "'" + attribute + "' must be at least 1 but is " + value);
		return value;
	}

	private static List<PathPattern> patterns(WebSocketEndpoint annotation, Environment environment,
			PathPatternParser parser) {
		List<PathPattern> patterns = new ArrayList<>();
		for (String path : annotation.path()) {
			patterns.add(pattern(environment.resolveRequiredPlaceholders(path), parser));
		}
		if (patterns.isEmpty()) {
			throw new IllegalArgumentException("'path' must have at least one path");
		}
		return List.copyOf(patterns);
	}

	private static PathPattern pattern(String path, PathPatternParser parser) {
		try {
			return parser.parse(parser.initFullPathPattern(path));
		}
		catch (PatternParseException ex) {
			throw new IllegalArgumentException(
					"'path' must be a path pattern but is '" + path + "' (" + ex.getMessage() + ")", ex);
		}
	}

	private static List<GroupTemplate> groups(WebSocketEndpoint annotation, Environment environment,
			List<PathPattern> patterns) {
		return Arrays.stream(annotation.groups()).map(environment::resolveRequiredPlaceholders).map((group) -> {
			try {
				return GroupTemplate.of(group, patterns);
			}
			catch (IllegalArgumentException ex) {
				throw new IllegalArgumentException("'" + group + "' of 'groups' " + ex.getMessage(), ex);
			}
		}).toList();
	}

	private static @Nullable OriginPolicy origins(WebSocketEndpoint annotation, Environment environment) {
		if (annotation.allowedOrigins().length == 0) {
			return null;
		}
		List<String> origins = new ArrayList<>();
		for (String origin : annotation.allowedOrigins()) {
			origins.addAll(Arrays
				.asList(StringUtils.commaDelimitedListToStringArray(environment.resolveRequiredPlaceholders(origin))));
		}
		if (origins.isEmpty()) {
			// Allowing all because a placeholder is empty would be a trap.
			throw new IllegalArgumentException(
					"'allowedOrigins' must name at least one origin, or '*' for all, but is empty");
		}
		return OriginPolicy.of(origins.stream().map(String::trim).toList());
	}

	private static WebSocketAcceptOptions options(WebSocketEndpoint annotation, Environment environment) {
		WebSocketAcceptOptions.Builder builder = WebSocketAcceptOptions.builder()
			.closeReply(annotation.closeReply())
			.cancelMode(annotation.cancelMode());
		Function<String, Duration> duration = DurationFormatterUtils::detectAndParse;
		set("keepAliveInterval", annotation.keepAliveInterval(), environment, duration, builder::keepAliveInterval);
		set("keepAliveTimeout", annotation.keepAliveTimeout(), environment, duration, builder::keepAliveTimeout);
		set("idleTimeout", annotation.idleTimeout(), environment, duration, builder::idleTimeout);
		set("closeTimeout", annotation.closeTimeout(), environment, duration, builder::closeTimeout);
		set("maxMessageSize", annotation.maxMessageSize(), environment, DataSize::parse, builder::maxMessageSize);
		set("maxFrameSize", annotation.maxFrameSize(), environment, DataSize::parse, builder::maxFrameSize);
		set("readAhead", annotation.readAhead(), environment, DataSize::parse, builder::readAhead);
		set("compression", annotation.compression(), environment, EndpointDefinition::parseBoolean,
				builder::compression);
		set("disableServerContextTakeover", annotation.disableServerContextTakeover(), environment,
				EndpointDefinition::parseBoolean, builder::disableServerContextTakeover);
		if (annotation.serverMaxWindowBits() != 0) {
			builder.serverMaxWindowBits(annotation.serverMaxWindowBits());
		}
		if (annotation.maxFragments() != 0) {
			builder.maxFragments(annotation.maxFragments());
		}
		return builder.build();
	}

	private static boolean parseBoolean(String text) {
		if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
			return Boolean.parseBoolean(text);
		}
		throw new IllegalArgumentException("neither true nor false");
	}

	private static <T> void set(String name, String text, Environment environment, Function<String, T> parser,
			Consumer<T> setter) {
		String value = environment.resolveRequiredPlaceholders(text).trim();
		if (value.isEmpty()) {
			return;
		}
		T parsed;
		try {
			parsed = parser.apply(value);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("'" + name + "' cannot be read from '" + value + "'", ex);
		}
		setter.accept(parsed);
	}

	/**
	 * Apply what the configuration wants different.
	 * @param other what it wants
	 * @return this definition where it says nothing
	 */
	EndpointDefinition with(EndpointOverrides other) {
		return new EndpointDefinition(this.beanName, this.name, this.patterns, this.subProtocols,
				(other.origins() != null) ? other.origins() : this.origins, this.options,
				Objects.requireNonNullElse(other.concurrency(), this.concurrency),
				Objects.requireNonNullElse(other.maxStreams(), this.maxStreams), this.groups, other.settings());
	}

	/**
	 * Return the settings of the endpoint's connections.
	 * @param application the application's settings
	 * @return those, changed by the annotation and then by the configuration
	 */
	SocketSettings settings(SocketSettings application) {
		return this.overrides.apply(application.with(this.options));
	}

	/**
	 * Return the paths in a form that is equal for patterns that match the same requests:
	 * without the names of their variables. A brace before a digit is a quantifier.
	 */
	List<String> routes() {
		return this.patterns.stream()
			.map((pattern) -> pattern.getPatternString().replaceAll("\\{(\\*?)[^/:}\\d][^/:}]*", "{$1"))
			.toList();
	}

}
