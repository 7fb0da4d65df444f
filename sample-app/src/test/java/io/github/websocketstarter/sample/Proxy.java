package io.github.websocketstarter.sample;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A proxy with a configuration from {@code docs/proxies.md}, in which only addresses and
 * paths of files are replaced.
 */
final class Proxy implements AutoCloseable {

	private static final MarkdownPage PAGE = MarkdownPage.read(MarkdownPage.DOCS.resolve("proxies.md"));

	private final Path directory;

	private final int port;

	private final Program program;

	private Proxy(Path directory, int port, Program program) {
		this.directory = directory;
		this.port = port;
		this.program = program;
	}

	/**
	 * Start HAProxy and wait until it accepts connections.
	 * @param application the port of the application
	 * @param http2 whether to use the backend that speaks HTTP/2 with it
	 */
	static Proxy haproxy(Path directory, int application, boolean http2) throws Exception {
		Path haproxy = Program.find("haproxy", "HAPROXY_BIN");
		List<String> blocks = PAGE.blocks("haproxy");
		String configuration = blocks.get(0);
		if (http2) {
			configuration = configuration.substring(0, configuration.indexOf("\nbackend app")) + "\n" + blocks.get(1);
		}
		int port = freePort();
		Files.writeString(directory.resolve("haproxy.cfg"),
				replace(configuration,
						Map.of("bind :443", "bind 127.0.0.1:" + port, "/etc/ssl/site.pem",
								directory.resolve("site-and-key.pem").toString(), "127.0.0.1:8080",
								"127.0.0.1:" + application)));
		return start(directory, port, List.of(haproxy.toString(), "-db", "-f", "haproxy.cfg"));
	}

	/**
	 * Start nginx and wait until it accepts connections.
	 * @param application the port of the application
	 */
	static Proxy nginx(Path directory, int application) throws Exception {
		Path nginx = Program.find("nginx", "NGINX_BIN");
		int port = freePort();
		String writable = "http {\naccess_log off;\n" + List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
			.stream()
			.map((name) -> name + "_temp_path " + directory + ";\n")
			.reduce("", String::concat);
		Files.writeString(directory.resolve("nginx.conf"),
				replace(PAGE.blocks("nginx").get(0),
						Map.of("http {", writable, "listen 443", "listen 127.0.0.1:" + port, "/etc/ssl/",
								directory + "/", "127.0.0.1:8080", "127.0.0.1:" + application)));
		return start(directory, port, List.of(nginx.toString(), "-p", directory.toString(), "-c", "nginx.conf", "-g",
				"daemon off; pid nginx.pid; error_log stderr;"));
	}

	private static String replace(String configuration, Map<String, String> replacements) {
		String replaced = configuration;
		for (Map.Entry<String, String> replacement : replacements.entrySet()) {
			assertThat(replaced).contains(replacement.getKey());
			replaced = replaced.replace(replacement.getKey(), replacement.getValue());
		}
		return replaced;
	}

	private static Proxy start(Path directory, int port, List<String> command) throws Exception {
		X509Bundle certificate = new CertificateBuilder().subject("CN=localhost")
			.addSanDnsName("localhost")
			.setIsCertificateAuthority(true)
			.buildSelfSigned();
		Files.writeString(directory.resolve("site.pem"), certificate.getCertificatePEM());
		Files.writeString(directory.resolve("site.key"), certificate.getPrivateKeyPEM());
		Files.writeString(directory.resolve("site-and-key.pem"),
				certificate.getCertificatePEM() + certificate.getPrivateKeyPEM());
		Program program = Program.start(directory, directory.resolve("proxy.log"), Map.of(), command);
		Proxy proxy = new Proxy(directory, port, program);
		await().atMost(Duration.ofSeconds(20)).until(proxy::isReady);
		return proxy;
	}

	private boolean isReady() {
		assertThat(this.program.isRunning()).as(this.program.output()).isTrue();
		try (Socket socket = new Socket("127.0.0.1", this.port)) {
			return socket.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	/**
	 * Return a client that connects to the proxy.
	 */
	NodeClient client() {
		return new NodeClient(this.directory, URI.create("https://localhost:" + this.port))
			.trust(this.directory.resolve("site.pem"));
	}

	@Override
	public void close() {
		this.program.close();
	}

}
