package io.github.websocketstarter.sample;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Objects;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ActiveProfiles;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@ActiveProfiles("tls")
class NodeClientTlsTests {

	@LocalServerPort
	private int port;

	@Autowired
	private SslBundles bundles;

	@ParameterizedTest
	@ValueSource(strings = { "ws.test.mjs", "undici.test.mjs", "http2.test.mjs", "http2-direct.test.mjs" })
	void clientsOfNodeAreServed(String file, @TempDir Path temporary) throws Exception {
		new NodeClient(temporary, URI.create("https://localhost:" + this.port)).trust(certificate(temporary)).run(file);
	}

	private Path certificate(Path temporary) throws Exception {
		KeyStore keys = Objects.requireNonNull(this.bundles.getBundle("self-signed").getStores().getKeyStore());
		byte[] encoded = keys.getCertificate(keys.aliases().nextElement()).getEncoded();
		return Files.writeString(temporary.resolve("certificate.pem"), "-----BEGIN CERTIFICATE-----\n"
				+ Base64.getMimeEncoder().encodeToString(encoded) + "\n-----END CERTIFICATE-----\n");
	}

}
