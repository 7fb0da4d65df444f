package io.github.websocketstarter.integration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

import io.github.websocketstarter.test.HttpRequest;
import io.github.websocketstarter.test.Protocol;
import io.github.websocketstarter.test.RawConnection;
import io.github.websocketstarter.test.RawWebSocketClient;
import org.awaitility.Awaitility;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The application, started once for all tests and stopped with their JVM.
 */
enum RunningApplication {

	/** In this JVM, where leaks and blocked event loops are found. */
	AS_IT_IS(RunningApplication::startHere),

	/** In a JVM of its own that reads no bean definitions. */
	AHEAD_OF_TIME(RunningApplication::startAheadOfTime);

	private static final List<String> ARGUMENTS = List.of("--server.port=0", "--server.http2.enabled=true",
			"--server.shutdown=immediate", "--websocket.endpoints.shapes.max-message-size=1KB");

	// Starts the application once; what went wrong then goes wrong for all.
	private final FutureTask<Integer> port;

	RunningApplication(Callable<Integer> start) {
		this.port = new FutureTask<>(start);
	}

	RawConnection connect(Protocol protocol) {
		return RawConnection.builder().protocol(protocol).connect("localhost", port());
	}

	RawWebSocketClient open(String target) {
		return connect(Protocol.HTTP_1_1).upgrade(HttpRequest.upgrade(target));
	}

	RawWebSocketClient open(String target, String user) {
		return connect(Protocol.HTTP_1_1).upgrade(handshake(target, user));
	}

	static HttpRequest handshake(String target, String user) {
		byte[] credentials = (user + ":secret").getBytes(StandardCharsets.UTF_8);
		return HttpRequest.upgrade(target)
			.with("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
	}

	private int port() {
		this.port.run();
		try {
			return this.port.get();
		}
		catch (InterruptedException | ExecutionException ex) {
			throw new AssertionError("The application did not start", ex);
		}
	}

	private static int startHere() {
		ConfigurableApplicationContext context = SpringApplication.run(IntegrationApplication.class,
				ARGUMENTS.toArray(String[]::new));
		return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	private static List<String> command(Path port) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(
				List.of("-Dspring.aot.enabled=true", "-DPORTFILE=" + port, "-Dio.netty.leakDetection.level=paranoid",
						"-cp", System.getProperty("java.class.path"), IntegrationApplication.class.getName()));
		command.addAll(ARGUMENTS);
		return command;
	}

	private static int startAheadOfTime() throws IOException {
		Path directory = Files.createTempDirectory(Path.of("target"), "ahead-of-time");
		Path output = directory.resolve("output");
		Path port = directory.resolve("port");
		Process process = new ProcessBuilder(command(port)).redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start();
		Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
		Awaitility.await()
			.atMost(Duration.ofSeconds(50))
			.until(() -> !process.isAlive() || Files.exists(port) && Files.size(port) > 0);
		if (!process.isAlive()) {
			throw new AssertionError(Files.readString(output));
		}
		return Integer.parseInt(Files.readString(port).trim());
	}

}
