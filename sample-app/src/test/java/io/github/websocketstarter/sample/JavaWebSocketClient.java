package io.github.websocketstarter.sample;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.java_websocket.WebSocket;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.framing.Framedata;
import org.java_websocket.framing.PingFrame;
import org.java_websocket.handshake.ServerHandshake;
import org.java_websocket.protocols.IProtocol;
import org.java_websocket.protocols.Protocol;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The client of Java-WebSocket, which shares no line of code with the server.
 */
final class JavaWebSocketClient extends WebSocketClient {

	private final Heard heard = new Heard();

	private JavaWebSocketClient(URI uri, List<IProtocol> subProtocols) {
		super(uri, new Draft_6455(List.of(), subProtocols));
	}

	/**
	 * Open a socket and wait until it is open.
	 * @param subProtocols the sub-protocols to offer
	 */
	static JavaWebSocketClient open(int port, String path, String... subProtocols) throws InterruptedException {
		// the empty one stands for an answer without sub-protocol and is not sent
		List<IProtocol> offered = Stream.concat(Stream.of(subProtocols), Stream.of(""))
			.<IProtocol>map(Protocol::new)
			.toList();
		JavaWebSocketClient client = new JavaWebSocketClient(URI.create("ws://localhost:" + port + path), offered);
		assertThat(client.connectBlocking(10, TimeUnit.SECONDS)).isTrue();
		return client;
	}

	void ping(String payload) {
		PingFrame ping = new PingFrame();
		ping.setPayload(ByteBuffer.wrap(payload.getBytes()));
		sendFrame(ping);
	}

	String next() throws InterruptedException {
		return this.heard.next();
	}

	@Override
	public void onOpen(ServerHandshake handshake) {
		// connectBlocking tells
	}

	@Override
	public void onMessage(String message) {
		this.heard.text(message);
	}

	@Override
	public void onMessage(ByteBuffer bytes) {
		this.heard.binary(bytes);
	}

	@Override
	public void onWebsocketPong(WebSocket socket, Framedata frame) {
		this.heard.pong(frame.getPayloadData());
	}

	@Override
	public void onClose(int code, String reason, boolean remote) {
		this.heard.close(code, reason);
	}

	@Override
	public void onError(Exception error) {
		this.heard.text("error " + error);
	}

}
