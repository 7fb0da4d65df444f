package io.github.websocketstarter.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Assumptions;

/**
 * A host of its own on this machine, whose link can be cut. Needs Linux, root and
 * iproute2.
 */
final class NetworkNamespace implements AutoCloseable {

	/** Addresses for documentation (RFC 5737), which nothing else on a machine uses. */
	private static final String HERE = "198.51.100.1";

	private static final String THERE = "198.51.100.2";

	private final String name = "ws" + ProcessHandle.current().pid();

	private NetworkNamespace() {
	}

	/**
	 * Create a host, or skip the test where that is not possible.
	 */
	static NetworkNamespace create() {
		NetworkNamespace created = new NetworkNamespace();
		Assumptions.assumeTrue(run("ip", "netns", "add", created.name),
				"network namespaces need Linux, root and iproute2");
		created.ip("link", "add", created.name + "a", "type", "veth", "peer", "name", created.name + "b", "netns",
				created.name);
		created.ip("addr", "add", HERE + "/30", "dev", created.name + "a");
		created.ip("link", "set", created.name + "a", "up");
		created.ip("-n", created.name, "addr", "add", THERE + "/30", "dev", created.name + "b");
		created.ip("-n", created.name, "link", "set", created.name + "b", "up");
		return created;
	}

	/**
	 * Return the address of this machine as the other host sees it.
	 */
	String address() {
		return HERE;
	}

	/**
	 * Start a Java program on the other host.
	 */
	Process java(Class<?> main, String... arguments) throws IOException {
		List<String> command = new ArrayList<>(
				List.of("ip", "netns", "exec", this.name, ProcessHandle.current().info().command().orElse("java"),
						"-cp", System.getProperty("java.class.path"), main.getName()));
		command.addAll(Arrays.asList(arguments));
		return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
	}

	/**
	 * Cut the link: from now on packets get lost, and neither side is told.
	 */
	void cut() {
		ip("-n", this.name, "link", "set", this.name + "b", "down");
	}

	private void ip(String... arguments) {
		List<String> command = new ArrayList<>(List.of("ip"));
		command.addAll(Arrays.asList(arguments));
		if (!run(command.toArray(String[]::new))) {
			throw new IllegalStateException("failed: " + command);
		}
	}

	private static boolean run(String... command) {
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start();
			return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			throw new UncheckedIOException(new IOException(ex));
		}
	}

	@Override
	public void close() {
		// The namespace lives on until its last socket is gone, and its end of the link
		// with it.
		ip("link", "delete", this.name + "a");
		ip("netns", "delete", this.name);
	}

}
