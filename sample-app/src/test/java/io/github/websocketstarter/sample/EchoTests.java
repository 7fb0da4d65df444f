package io.github.websocketstarter.sample;

import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.util.concurrent.ExecutionException;

import org.java_websocket.enums.Opcode;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "websocket.max-message-size=100KB")
class EchoTests {

	@LocalServerPort
	private int port;

	@Test
	void jdkClientGetsItsMessagesBack() throws Exception {
		JdkClient client = JdkClient.open(this.port, "/ws");

		client.sendText("grüß dich");
		JdkClient.await(client.socket().sendBinary(ByteBuffer.wrap(new byte[] { 0, 1, -1 }), true));
		JdkClient.await(client.socket().sendPing(ByteBuffer.wrap("are you there".getBytes())));

		assertThat(client.next()).isEqualTo("text grüß dich");
		assertThat(client.next()).isEqualTo("binary 0001ff");
		assertThat(client.next()).isEqualTo("pong are you there");
		client.socket().abort();
	}

	@Test
	void jdkClientGetsItsFragmentsBackAsOneMessage() throws Exception {
		JdkClient client = JdkClient.open(this.port, "/ws");

		JdkClient.await(client.socket().sendText("one ", false));
		JdkClient.await(client.socket().sendPing(ByteBuffer.wrap("between".getBytes())));
		JdkClient.await(client.socket().sendText("two ", false));
		JdkClient.await(client.socket().sendText("three", true));
		JdkClient.await(client.socket().sendBinary(ByteBuffer.wrap(new byte[] { 1 }), false));
		JdkClient.await(client.socket().sendBinary(ByteBuffer.wrap(new byte[] { 2 }), true));

		assertThat(client.next()).isEqualTo("pong between");
		assertThat(client.next()).isEqualTo("text one two three");
		assertThat(client.next()).isEqualTo("binary 0102");
		client.socket().abort();
	}

	@Test
	void jdkClientIsAnsweredWithItsOwnCloseCode() throws Exception {
		JdkClient client = JdkClient.open(this.port, "/ws");

		client.close(4001, "bye");

		assertThat(client.next()).isEqualTo("close 4001");
	}

	@Test
	void jdkClientIsToldThatItsMessageIsTooBig() throws Exception {
		JdkClient client = JdkClient.open(this.port, "/ws");

		client.sendText("x".repeat(100 * 1024 + 1));

		assertThat(client.next()).isEqualTo("close 1009");
	}

	@Test
	void javaWebSocketClientGetsItsMessagesBack() throws Exception {
		JavaWebSocketClient client = JavaWebSocketClient.open(this.port, "/ws");

		client.send("grüß dich");
		client.send(new byte[] { 0, 1, -1 });
		client.ping("are you there");

		assertThat(client.next()).isEqualTo("text grüß dich");
		assertThat(client.next()).isEqualTo("binary 0001ff");
		assertThat(client.next()).isEqualTo("pong are you there");
		client.closeBlocking();
	}

	@Test
	void javaWebSocketClientGetsItsFragmentsBackAsOneMessage() throws Exception {
		JavaWebSocketClient client = JavaWebSocketClient.open(this.port, "/ws");

		client.sendFragmentedFrame(Opcode.TEXT, ByteBuffer.wrap("one ".getBytes()), false);
		client.ping("between");
		client.sendFragmentedFrame(Opcode.TEXT, ByteBuffer.wrap("two".getBytes()), true);

		assertThat(client.next()).isEqualTo("pong between");
		assertThat(client.next()).isEqualTo("text one two");
		client.closeBlocking();
	}

	@Test
	void javaWebSocketClientIsAnsweredWithItsOwnCloseCode() throws Exception {
		JavaWebSocketClient client = JavaWebSocketClient.open(this.port, "/ws");

		client.close(3000, "bye");

		assertThat(client.next()).startsWith("close 3000");
	}

	@Test
	void javaWebSocketClientIsToldThatItsMessageIsTooBig() throws Exception {
		JavaWebSocketClient client = JavaWebSocketClient.open(this.port, "/ws");

		client.send(new byte[100 * 1024 + 1]);

		assertThat(client.next()).isEqualTo("close 1009");
	}

	@Test
	void ordinaryRequestIsToldToUpgrade() throws Exception {
		HttpResponse<String> response = JdkClient.get(this.port, "/ws");

		assertThat(response.statusCode()).isEqualTo(426);
		assertThat(response.headers().firstValue("Upgrade")).hasValue("websocket");
	}

	@Test
	void pageOfAnotherSiteIsRefused() {
		assertThatExceptionOfType(ExecutionException.class)
			.isThrownBy(() -> JdkClient.openFrom("https://elsewhere.example", this.port, "/ws"))
			.havingCause()
			.isInstanceOfSatisfying(WebSocketHandshakeException.class,
					(refused) -> assertThat(refused.getResponse().statusCode()).isEqualTo(403));
	}

}
