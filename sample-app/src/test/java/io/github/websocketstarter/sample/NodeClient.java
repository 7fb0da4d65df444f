package io.github.websocketstarter.sample;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Runs a file of tests in {@code src/test/node} against a server. Their clients are
 * Node's own HTTP/2 and those of npm, which share no line of code with the server.
 */
final class NodeClient {

	private static final Path DIRECTORY = Path.of("src/test/node");

	private static final Duration TIMEOUT = Duration.ofMinutes(5);

	/** The exit code of tests that this version of Node cannot run. */
	private static final int TOO_OLD = 77;

	private final Path temporary;

	private final Map<String, String> environment = new HashMap<>();

	/**
	 * Create a client.
	 * @param temporary takes its output
	 * @param target the scheme, host and port of the server
	 */
	NodeClient(Path temporary, URI target) {
		this.temporary = temporary;
		this.environment.put("TARGET", target.toString());
	}

	/**
	 * Trust a certificate.
	 * @param certificate a file in the PEM format
	 */
	NodeClient trust(Path certificate) {
		this.environment.put("NODE_EXTRA_CA_CERTS", certificate.toString());
		return this;
	}

	/**
	 * Expect the server to see a protocol that is not the client's.
	 */
	NodeClient expectAtServer(String protocol) {
		this.environment.put("SERVER_PROTOCOL", protocol);
		return this;
	}

	/**
	 * Run a file and expect all of its tests to pass.
	 */
	void run(String file) throws InterruptedException {
		Path node = Program.find("node", "NODE_BIN");
		Program.require(DIRECTORY.resolve("node_modules"), "run 'npm ci' in sample-app/" + DIRECTORY);
		List<String> command = List.of(node.toString(), "--test-reporter=tap", file);
		Path output = this.temporary.resolve(file + ".tap");
		try (Program tests = Program.start(DIRECTORY, output, this.environment, command)) {
			int exitCode = tests.await(TIMEOUT);
			assumeThat(exitCode).as(tests.output()).isNotEqualTo(TOO_OLD);
			assertThat(exitCode).as(tests.output()).isZero();
			assertThat(tests.output()).containsPattern("(?m)^# pass [1-9]").contains("\n# skipped 0\n");
		}
	}

}
