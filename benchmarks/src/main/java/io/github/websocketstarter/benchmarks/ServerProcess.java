package io.github.websocketstarter.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.springframework.util.FileSystemUtils;

/**
 * An {@link EchoServer} in a Java process of its own, with the class path of this one.
 */
final class ServerProcess implements AutoCloseable {

	private static final Duration START = Duration.ofMinutes(2);

	private final Process process;

	private final Path folder;

	private final int port;

	private ServerProcess(Process process, Path folder, int port) {
		this.process = process;
		this.folder = folder;
		this.port = port;
	}

	/**
	 * Start a server and wait until it listens.
	 * @param arguments arguments of the application, beside those that keep it quiet
	 * @return the server
	 */
	static ServerProcess start(String... arguments) {
		try {
			Path folder = Files.createTempDirectory("benchmark");
			Path portFile = folder.resolve("port");
			List<String> command = new ArrayList<>();
			command.add(ProcessHandle.current().info().command().orElse("java"));
			command.add("-Dportfile=" + portFile);
			command.add("-cp");
			command.add(System.getProperty("java.class.path"));
			command.addAll(launcher());
			command.add("--server.port=0");
			command.add("--logging.level.root=warn");
			command.add("--spring.main.banner-mode=off");
			command.add("--websocket.allowed-origins=*");
			command.addAll(List.of(arguments));
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(folder.resolve("log").toFile())
				.start();
			return new ServerProcess(process, folder, port(process, folder, portFile));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	// In the packaged jar, the classes are where only its loader finds them.
	private static List<String> launcher() {
		String loader = "org.springframework.boot.loader.launch.PropertiesLauncher";
		boolean packaged = EchoServer.class.getProtectionDomain()
			.getCodeSource()
			.getLocation()
			.toString()
			.contains("!");
		return packaged ? List.of("-Dloader.main=" + EchoServer.class.getName(), loader)
				: List.of(EchoServer.class.getName());
	}

	private static int port(Process process, Path folder, Path portFile) throws IOException {
		long end = System.nanoTime() + START.toNanos();
		try {
			while (process.isAlive() && System.nanoTime() < end) {
				String port = Files.exists(portFile) ? Files.readString(portFile) : "";
				if (!port.isEmpty()) {
					return Integer.parseInt(port);
				}
				process.waitFor(100, TimeUnit.MILLISECONDS);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		process.destroyForcibly();
		throw new IllegalStateException("The server did not start: " + Files.readString(folder.resolve("log")));
	}

	int port() {
		return this.port;
	}

	/**
	 * Return the time that processors have worked for the server.
	 * @return user and system time since its start
	 */
	Duration cpuTime() {
		return this.process.info()
			.totalCpuDuration()
			.orElseThrow(() -> new IllegalStateException("This system does not tell the CPU time of processes"));
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
		try {
			this.process.waitFor();
			FileSystemUtils.deleteRecursively(this.folder);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
