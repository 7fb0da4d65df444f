package io.github.websocketstarter.sample;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What {@code compose.yaml} puts together: two instances, each in a JVM of its own,
 * Redis, and HAProxy with its configuration.
 */
@Testcontainers(disabledWithoutDocker = true)
class ComposedInstancesTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	@Container
	private static final GenericContainer<?> redis = new GenericContainer<>("redis:7").withExposedPorts(6379);

	private static final List<Program> programs = new ArrayList<>();

	@TempDir
	private static Path directory;

	private static int one;

	private static int two;

	private static int proxy;

	@BeforeAll
	static void start() throws IOException {
		Path haproxy = Program.find("haproxy", "HAPROXY_BIN");
		one = freePort();
		two = freePort();
		proxy = freePort();
		startInstance(one);
		startInstance(two);
		String configuration = Files.readString(Path.of("haproxy.cfg"));
		assertThat(configuration).contains("bind :8080", " one:8080", " two:8080");
		Files.writeString(directory.resolve("haproxy.cfg"),
				configuration.replace("bind :8080", "bind 127.0.0.1:" + proxy)
					.replace(" one:8080", " 127.0.0.1:" + one)
					.replace(" two:8080", " 127.0.0.1:" + two));
		start(List.of(haproxy.toString(), "-db", "-f", "haproxy.cfg"));
		await().atMost(TIMEOUT).pollInterval(Duration.ofMillis(500)).until(() -> isReady(one) && isReady(two));
		await().atMost(TIMEOUT).until(() -> isReady(proxy));
		await().atMost(TIMEOUT).until(ComposedInstancesTests::areJoined);
	}

	private static void startInstance(int port) {
		start(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), SampleApplication.class.getName(), "--server.port=" + port,
				"--websocket.backplane.redis.enabled=true", "--spring.data.redis.host=" + redis.getHost(),
				"--spring.data.redis.port=" + redis.getFirstMappedPort(), "--websocket.compression.enabled=true"));
	}

	private static void start(List<String> command) {
		programs.add(Program.start(directory, directory.resolve(programs.size() + ".log"), Map.of(), command));
	}

	@AfterAll
	static void stop() {
		programs.forEach(Program::close);
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	private static boolean isReady(int port) throws Exception {
		assertThat(programs).allSatisfy((program) -> assertThat(program.isRunning()).as(program.output()).isTrue());
		try {
			return JdkClient.get(port, "/live.html").statusCode() == 200;
		}
		catch (Exception ex) {
			return false;
		}
	}

	// They know of each other once both have found Redis.
	private static boolean areJoined() throws Exception {
		JdkClient ada = JdkClient.open(one, "/rooms/first?name=Ada");
		assertThat(ada.next()).contains("Ada");
		JdkClient bob = JdkClient.open(two, "/rooms/first?name=Bob");
		String present = bob.next();
		ada.socket().abort();
		bob.socket().abort();
		return present.contains("\"Ada\"");
	}

	@Test
	void membersOnBothHearEachOther() throws Exception {
		JdkClient ada = JdkClient.open(one, "/rooms/both?name=Ada");
		assertThat(ada.next()).isEqualTo("text {\"event\":\"joined\",\"name\":\"Ada\",\"present\":[\"Ada\"]}");
		JdkClient bob = JdkClient.open(two, "/rooms/both?name=Bob");
		String joined = "text {\"event\":\"joined\",\"name\":\"Bob\",\"present\":[\"Ada\",\"Bob\"]}";
		assertThat(bob.next()).isEqualTo(joined);
		assertThat(ada.next()).isEqualTo(joined);

		ada.sendText("{\"text\":\"grüß dich\"}");
		String said = "text {\"event\":\"said\",\"name\":\"Ada\",\"text\":\"grüß dich\"}";
		assertThat(bob.next()).isEqualTo(said);
		assertThat(ada.next()).isEqualTo(said);

		ada.close(1000, "");
		assertThat(bob.next()).isEqualTo("text {\"event\":\"left\",\"name\":\"Ada\",\"present\":[\"Bob\"]}");
		bob.socket().abort();
	}

	// Among them two members of a room, of whom each instance gets one
	@Test
	void clientsOfNodeAreServedThroughTheProxy() throws Exception {
		new NodeClient(directory, URI.create("http://localhost:" + proxy)).run("ws.test.mjs");
	}

}
