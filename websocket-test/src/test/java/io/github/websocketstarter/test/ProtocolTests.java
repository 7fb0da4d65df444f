package io.github.websocketstarter.test;

import io.netty.handler.ssl.SslContextBuilder;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.netty.DisposableServer;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;
import reactor.netty.tcp.SslProvider.GenericSslContextSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The client against a server that is not ours.
 */
class ProtocolTests {

	private static X509Bundle certificate;

	private static DisposableServer plain;

	private static DisposableServer encrypted;

	@BeforeAll
	static void start() throws Exception {
		certificate = new CertificateBuilder().subject("CN=localhost")
			.setIsCertificateAuthority(true)
			.buildSelfSigned();
		GenericSslContextSpec<SslContextBuilder> tls = Http2SslContextSpec.forServer(certificate.toKeyManagerFactory());
		plain = echo().protocol(HttpProtocol.HTTP11, HttpProtocol.H2C).bindNow();
		encrypted = echo().protocol(HttpProtocol.HTTP11, HttpProtocol.H2)
			.secure((spec) -> spec.sslContext(tls))
			.bindNow();
	}

	@AfterAll
	static void stop() {
		plain.disposeNow();
		encrypted.disposeNow();
	}

	private static HttpServer echo() {
		return HttpServer.create()
			.host("localhost")
			.http2Settings((settings) -> settings.connectProtocolEnabled(true))
			.route((routes) -> routes.ws("/echo", (in, out) -> out.send(in.receive().retain()))
				.post("/echo", (request, response) -> response.send(request.receive().retain())));
	}

	@ParameterizedTest
	@EnumSource
	void messagesOfAllSizesAreEchoed(Protocol protocol) {
		try (RawWebSocketClient client = connect(protocol).upgrade(HttpRequest.upgrade("/echo"))) {
			for (int length : new int[] { 0, 1, 126, 60_000 }) {
				client.sendBinary(new byte[length]);
				assertThat(client.readMessage().payload()).hasSize(length);
			}
			client.sendClose(1000);
			client.expectClose(1000);
			client.expectEnd();
		}
	}

	@ParameterizedTest
	@EnumSource
	void requestsAndTheirBodiesAreExchanged(Protocol protocol) {
		try (RawConnection connection = connect(protocol)) {
			HttpRequest post = HttpRequest.get("/echo").withMethod("POST").withAdded("Content-Length", "5");

			assertThat(connection.exchange(post.withBody("hello")).body()).isEqualTo("hello");
			assertThat(connection.exchange(HttpRequest.get("/unknown")).status()).isEqualTo(404);
		}
	}

	@Test
	void protocolThatIsNotAgreedIsTold() throws Exception {
		GenericSslContextSpec<SslContextBuilder> tls = Http11SslContextSpec
			.forServer(certificate.toKeyManagerFactory());
		DisposableServer http1 = HttpServer.create().host("localhost").secure((spec) -> spec.sslContext(tls)).bindNow();
		try {
			assertThatExceptionOfType(AssertionError.class)
				.isThrownBy(() -> RawConnection.builder().protocol(Protocol.H2).connect("localhost", http1.port()))
				.withMessage("expected the server to agree to h2 by ALPN but it agreed to \"\"");
		}
		finally {
			http1.disposeNow();
		}
	}

	private static RawConnection connect(Protocol protocol) {
		DisposableServer server = protocol.isTls() ? encrypted : plain;
		return RawConnection.builder().protocol(protocol).connect("localhost", server.port());
	}

}
