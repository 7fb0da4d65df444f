package io.github.websocketstarter.endpoint;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

import io.github.websocketstarter.CancelMode;
import io.github.websocketstarter.CloseReply;
import io.github.websocketstarter.WebSocketAcceptOptions;
import io.github.websocketstarter.engine.SocketSettings;
import io.github.websocketstarter.handshake.OriginPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.util.unit.DataSize;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link EndpointDefinition}.
 */
class EndpointDefinitionTests {

	private final MockEnvironment environment = new MockEnvironment();

	@Test
	void attributesThatAreNotSetAreLeftToTheApplication() {
		EndpointDefinition definition = define(Plain.class);

		assertThat(definition.beanName()).isEqualTo("chat");
		assertThat(definition.name()).hasToString("chat");
		assertThat(definition.concurrency()).isEqualTo(1);
		assertThat(definition.maxStreams()).isEqualTo(16);
		assertThat(paths(definition)).containsExactly("/chat");
		assertThat(definition.subProtocols()).isEmpty();
		assertThat(definition.origins()).isNull();
		assertThat(definition.options()).usingRecursiveComparison()
			.isEqualTo(WebSocketAcceptOptions.builder()
				.closeReply(CloseReply.AUTOMATIC)
				.cancelMode(CancelMode.DETACH)
				.build());
	}

	@Test
	void attributesAreRead() {
		EndpointDefinition definition = define(Full.class);

		assertThat(definition.beanName()).isEqualTo("chat");
		assertThat(definition.name()).hasToString("full");
		assertThat(definition.concurrency()).isEqualTo(4);
		assertThat(definition.maxStreams()).isEqualTo(2);
		assertThat(paths(definition)).containsExactly("/a", "/b/{id}");
		assertThat(definition.subProtocols()).containsExactly("v2.json", "v1.json");
		assertThat(definition.origins()).hasToString("[https://a.example, https://*.b.example]");
		assertThat(definition.options()).usingRecursiveComparison()
			.isEqualTo(WebSocketAcceptOptions.builder()
				.keepAliveInterval(Duration.ofSeconds(90))
				.keepAliveTimeout(Duration.ofSeconds(20))
				.idleTimeout(Duration.ZERO)
				.closeTimeout(Duration.ofMillis(1500))
				.maxMessageSize(DataSize.ofKilobytes(64))
				.maxFrameSize(DataSize.ofBytes(1000))
				.maxFragments(7)
				.readAhead(DataSize.ofMegabytes(1))
				.closeReply(CloseReply.MANUAL)
				.cancelMode(CancelMode.ABORT)
				.build());
	}

	@Test
	void placeholdersAreResolved() {
		this.environment.withProperty("base", "/v1")
			.withProperty("origins", "https://a.example, same-origin")
			.withProperty("interval", "30s")
			.withProperty("size", "2KB")
			.withProperty("version", "v7")
			.withProperty("tenant", "blue");

		EndpointDefinition definition = define(Placeholders.class);

		assertThat(paths(definition)).containsExactly("/v1/chat/{room}");
		assertThat(definition.origins()).hasToString("[https://a.example, same-origin]");
		assertThat(definition.options().keepAliveInterval()).isEqualTo(Duration.ofSeconds(30));
		assertThat(definition.options().idleTimeout()).isNull();
		assertThat(definition.options().maxMessageSize()).isEqualTo(DataSize.ofKilobytes(2));
		assertThat(definition.name()).hasToString("chat-blue");
		assertThat(definition.subProtocols()).containsExactly("v7.json", "v1.json");
		assertThat(definition.groups()).extracting(GroupTemplate::text).containsExactly("blue-{room}", "{room}", "all");
	}

	@Test
	void nameThatResolvesToNothingIsThatOfTheBean() {
		assertThat(define(EmptyName.class).name()).hasToString("chat");
	}

	@ParameterizedTest
	@ValueSource(classes = { NoSuchName.class, NoSuchSubProtocol.class, NoSuchGroup.class })
	void placeholderWithoutValueIsRefusedEverywhere(Class<?> type) {
		assertThatExceptionOfType(InvalidEndpointException.class).isThrownBy(() -> define(type))
			.withMessageContaining("bean 'chat'")
			.withMessageContaining("'nothing'");
	}

	@Test
	void variableOfAGroupMayComeFromAPlaceholderAndMustBeThere() {
		this.environment.withProperty("nothing", "{lobby}");

		assertThatExceptionOfType(InvalidEndpointException.class).isThrownBy(() -> define(NoSuchGroup.class))
			.withMessageContaining("'{lobby}' of 'groups' wants the path variable 'lobby'");
	}

	@Test
	void placeholderWithoutValueIsRefused() {
		assertThatExceptionOfType(InvalidEndpointException.class).isThrownBy(() -> define(Placeholders.class))
			.withMessageContaining("bean 'chat'")
			.withMessageContaining("'base'");
	}

	@Test
	void attributesOfAComposedAnnotationAreRead() {
		assertThat(paths(define(Composed.class))).containsExactly("/composed");
	}

	@Test
	void pathWithoutLeadingSlashGetsOne() {
		assertThat(paths(define(NoSlash.class))).containsExactly("/chat");
	}

	@Test
	void endpointWithoutPathIsRefused() {
		assertThatExceptionOfType(InvalidEndpointException.class).isThrownBy(() -> define(NoPath.class))
			.withMessage("The @WebSocketEndpoint bean 'chat' is not valid: 'path' must have at least one path")
			.satisfies((ex) -> assertThat(ex.getAction()).contains("@WebSocketEndpoint"));
	}

	@Test
	void pathThatIsNoPatternIsRefused() {
		assertThatExceptionOfType(InvalidEndpointException.class).isThrownBy(() -> define(BadPath.class))
			.withMessageStartingWith("The @WebSocketEndpoint bean 'chat' is not valid: "
					+ "'path' must be a path pattern but is '/chat/{id' (");
	}

	@Test
	void originThatIsNoPatternIsRefused() {
		assertThatExceptionOfType(InvalidEndpointException.class).isThrownBy(() -> define(BadOrigin.class))
			.withMessageContaining("bean 'chat'")
			.withMessageContaining("'a.example'");
	}

	// OR-1: an empty list would allow every origin
	@Test
	void originsThatResolveToNothingAreRefused() {
		assertThatExceptionOfType(InvalidEndpointException.class).isThrownBy(() -> define(EmptyOrigins.class))
			.withMessageContaining("'allowedOrigins' must name at least one origin, or '*' for all, but is empty");
	}

	@Test
	void subProtocolThatIsNoTokenIsRefused() {
		assertThatExceptionOfType(InvalidEndpointException.class).isThrownBy(() -> define(BadSubProtocol.class))
			.withMessageContaining("bean 'chat'")
			.withMessageContaining("'v1 json'");
	}

	@ParameterizedTest
	@CsvSource({ "soon, 1KB, 'keepAliveInterval', 'soon'", "-5s, 1KB, 'keepAliveInterval', 'PT-5S'",
			"400d, 1KB, 'keepAliveInterval', 'PT9600H'", "1s, big, 'maxMessageSize', 'big'",
			"1s, 0B, 'maxMessageSize', '0B'", "1s, 3GB, 'maxMessageSize', '3221225472B'",
			"1s, 99999999999TB, 'maxMessageSize', '99999999999TB'" })
	void valueOutOfItsRangeIsRefused(String interval, String size, String attribute, String value) {
		this.environment.withProperty("base", "/v1")
			.withProperty("origins", "*")
			.withProperty("interval", interval)
			.withProperty("size", size)
			.withProperty("version", "v7")
			.withProperty("tenant", "blue");

		assertThatExceptionOfType(InvalidEndpointException.class).isThrownBy(() -> define(Placeholders.class))
			.withMessageContaining("bean 'chat'")
			.withMessageContaining("'" + attribute + "'")
			.withMessageContaining(value);
	}

	@Test
	void concurrencyOfZeroIsRefused() {
		assertThatExceptionOfType(InvalidEndpointException.class).isThrownBy(() -> define(NoConcurrency.class))
			.withMessage("The @WebSocketEndpoint bean 'chat' is not valid: 'concurrency' must be at least 1 but is 0");
	}

	@Test
	void maxStreamsOfZeroAreRefused() {
		assertThatExceptionOfType(InvalidEndpointException.class).isThrownBy(() -> define(NoStreams.class))
			.withMessage("The @WebSocketEndpoint bean 'chat' is not valid: 'maxStreams' must be at least 1 but is 0");
	}

	@Test
	void overridesComeBeforeTheAnnotationAndThatBeforeTheApplication() {
		SocketSettings application = SocketSettings.DEFAULTS.with(WebSocketAcceptOptions.builder()
			.maxFragments(5)
			.maxMessageSize(DataSize.ofBytes(5))
			.maxFrameSize(DataSize.ofBytes(5))
			.build());
		UnaryOperator<SocketSettings> settings = (before) -> before
			.with(WebSocketAcceptOptions.builder().maxFragments(before.maxFragments() + 1).build());

		EndpointDefinition definition = define(Three.class)
			.with(new EndpointOverrides(settings, OriginPolicy.of(List.of("*")), 8, 9));

		assertThat(definition.settings(application).maxFragments()).isEqualTo(8);
		assertThat(definition.settings(application).maxMessageSize()).isEqualTo(6);
		assertThat(definition.settings(application).maxFrameSize()).isEqualTo(5);
		assertThat(definition.origins()).hasToString("[*]");
		assertThat(definition.concurrency()).isEqualTo(8);
		assertThat(definition.maxStreams()).isEqualTo(9);
	}

	@Test
	void overridesThatSayNothingChangeNothing() {
		EndpointDefinition definition = define(Full.class);

		assertThat(definition.with(EndpointOverrides.NONE)).isEqualTo(definition);
	}

	@ParameterizedTest
	@CsvSource({ "/rooms/{a}, /rooms/{b}, true", "/rooms/{*a}, /rooms/{*b}, true", "/rooms/{a}, /rooms/{*a}, false",
			"/rooms/{a}/{b}, /rooms/{c}/{d}, true", "'/rooms/{a:[0-9]+}', '/rooms/{b:[0-9]+}', true",
			"'/rooms/{a:[0-9]+}', '/rooms/{a:[a-z]+}', false", "'/rooms/{a:\\d{4}}', '/rooms/{a:\\d{5}}', false",
			"'/rooms/{a:\\d{4}}', '/rooms/{b:\\d{4}}', true", "/rooms/{a}, /rooms/a, false",
			"/rooms/*, /rooms/**, false" })
	void routesAreEqualWhateverTheVariablesAreCalled(String one, String other, boolean equal) {
		assertThat(route(one).equals(route(other))).isEqualTo(equal);
	}

	private String route(String path) {
		PathPattern pattern = PathPatternParser.defaultInstance.parse(path);
		EndpointDefinition definition = new EndpointDefinition("chat", new EndpointName("chat"), List.of(pattern),
				List.of(), null, WebSocketAcceptOptions.defaults(), 1, 16, List.of(), UnaryOperator.identity());
		return definition.routes().get(0);
	}

	private EndpointDefinition define(Class<?> type) {
		WebSocketEndpoint annotation = AnnotatedElementUtils.findMergedAnnotation(type, WebSocketEndpoint.class);
		assertThat(annotation).isNotNull();
		return EndpointDefinition.of("chat", annotation, this.environment, PathPatternParser.defaultInstance);
	}

	private static List<String> paths(EndpointDefinition definition) {
		return definition.patterns().stream().map(PathPattern::getPatternString).toList();
	}

	@WebSocketEndpoint("/chat")
	static class Plain {

	}

	@WebSocketEndpoint(path = { "/a", "/b/{id}" }, name = "full", concurrency = 4, maxStreams = 2,
			subProtocols = { "v2.json", "v1.json" }, allowedOrigins = { "https://a.example", "https://*.b.example" },
			keepAliveInterval = "1m30s", keepAliveTimeout = "PT20S", idleTimeout = "0", closeTimeout = "1500",
			maxMessageSize = "64KB", maxFrameSize = "1000", maxFragments = 7, readAhead = "1MB",
			closeReply = CloseReply.MANUAL, cancelMode = CancelMode.ABORT)
	static class Full {

	}

	@WebSocketEndpoint(path = "${base}/chat/{room}", name = "chat-${tenant}",
			subProtocols = { "${version}.json", "v1.json" }, groups = { "${tenant}-{room}", "${group:{room}}", "all" },
			allowedOrigins = "${origins}", keepAliveInterval = "${interval}", idleTimeout = "${idle:}",
			maxMessageSize = "${size}")
	static class Placeholders {

	}

	@WebSocketEndpoint(path = "/chat", name = "${nothing:}")
	static class EmptyName {

	}

	@WebSocketEndpoint(path = "/chat", name = "${nothing}")
	static class NoSuchName {

	}

	@WebSocketEndpoint(path = "/chat", subProtocols = "${nothing}")
	static class NoSuchSubProtocol {

	}

	@WebSocketEndpoint(path = "/chat", groups = "${nothing}")
	static class NoSuchGroup {

	}

	@Composing
	static class Composed {

	}

	@WebSocketEndpoint("/composed")
	@Retention(RetentionPolicy.RUNTIME)
	@interface Composing {

	}

	@WebSocketEndpoint("chat")
	static class NoSlash {

	}

	@WebSocketEndpoint
	static class NoPath {

	}

	@WebSocketEndpoint(path = "/chat", concurrency = 0)
	static class NoConcurrency {

	}

	@WebSocketEndpoint(path = "/chat", maxStreams = 0)
	static class NoStreams {

	}

	@WebSocketEndpoint(path = "/chat", maxFragments = 7, maxMessageSize = "6B", allowedOrigins = "same-origin")
	static class Three {

	}

	@WebSocketEndpoint("/chat/{id")
	static class BadPath {

	}

	@WebSocketEndpoint(path = "/chat", allowedOrigins = "a.example")
	static class BadOrigin {

	}

	@WebSocketEndpoint(path = "/chat", allowedOrigins = "${nothing:}")
	static class EmptyOrigins {

	}

	@WebSocketEndpoint(path = "/chat", subProtocols = "v1 json")
	static class BadSubProtocol {

	}

}
