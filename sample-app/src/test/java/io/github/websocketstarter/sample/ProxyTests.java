package io.github.websocketstarter.sample;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * Proxies of others with the configurations of {@code docs/proxies.md}, and the settings
 * that the page recommends for the application.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "server.http2.enabled=true", "server.forward-headers-strategy=framework",
				"websocket.allowed-origins=same-origin", "websocket.compression.enabled=true" })
class ProxyTests {

	@LocalServerPort
	private int port;

	@TempDir
	private Path directory;

	@ParameterizedTest(name = "HAProxy: {0} to {1}")
	@CsvSource({ "ws, HTTP/1.1", "ws, HTTP/2.0", "http2, HTTP/1.1", "http2, HTTP/2.0" })
	void haproxyTakesBothVersionsToBothVersions(String client, String server) throws Exception {
		try (Proxy proxy = Proxy.haproxy(this.directory, this.port, server.equals("HTTP/2.0"))) {
			proxy.client().expectAtServer(server).run(client + ".test.mjs");
		}
	}

	@Test
	void nginxForwardsUpgrades() throws Exception {
		try (Proxy proxy = Proxy.nginx(this.directory, this.port)) {
			proxy.client().run("ws.test.mjs");
		}
	}

}
