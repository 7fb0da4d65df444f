package io.github.websocketstarter.sample;

import java.net.URI;
import java.nio.file.Path;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * Without TLS: HTTP/1.1, and HTTP/2 by clients that know of it beforehand.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "server.http2.enabled=true", "websocket.compression.enabled=true" })
class NodeClientTests {

	@LocalServerPort
	private int port;

	@ParameterizedTest
	@ValueSource(strings = { "ws.test.mjs", "http2.test.mjs", "http2-direct.test.mjs" })
	void clientsOfNodeAreServed(String file, @TempDir Path temporary) throws Exception {
		new NodeClient(temporary, URI.create("http://localhost:" + this.port)).run(file);
	}

}
