package io.github.websocketstarter.sample;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

/**
 * A program of this machine that a test starts and stops. Without it the test is skipped,
 * but fails where {@code CI} is {@code true}.
 */
final class Program implements AutoCloseable {

	private static final List<String> USUAL = List.of("/usr/bin", "/usr/sbin", "/usr/local/bin");

	private final Process process;

	private final Path output;

	private Program(Process process, Path output) {
		this.process = process;
		this.output = output;
	}

	/**
	 * Find a program on the path.
	 * @param variable the environment variable that may name another one
	 */
	static Path find(String name, String variable) {
		@Nullable String said = System.getenv(variable);
		if (said != null) {
			return require(Path.of(said), "correct " + variable);
		}
		@Nullable String path = System.getenv("PATH");
		Stream<String> directories = Pattern.compile(File.pathSeparator).splitAsStream((path != null) ? path : "");
		return Stream.concat(directories, USUAL.stream())
			.map((directory) -> Path.of(directory, name))
			.filter(Files::isExecutable)
			.findFirst()
			.orElseGet(() -> require(Path.of(name), "install it, or set " + variable));
	}

	/**
	 * Return what exists, else skip the test.
	 * @param remedy what to do if it does not
	 */
	static Path require(Path path, String remedy) {
		if (!Files.exists(path)) {
			String problem = "There is no " + path + ": " + remedy;
			if ("true".equals(System.getenv("CI"))) {
				fail(problem);
			}
			abort(problem);
		}
		return path;
	}

	/**
	 * Start a program.
	 * @param directory where it runs
	 * @param output takes what it prints
	 */
	static Program start(Path directory, Path output, Map<String, String> environment, List<String> command) {
		ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile());
		builder.environment().putAll(environment);
		try {
			return new Program(builder.start(), output);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Wait until it ends, and return its exit code.
	 */
	int await(Duration timeout) throws InterruptedException {
		if (!this.process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
			fail("Runs for longer than " + timeout + ":\n" + output());
		}
		return this.process.exitValue();
	}

	boolean isRunning() {
		return this.process.isAlive();
	}

	String output() {
		try {
			return Files.readString(this.output);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.process.destroy();
	}

}
