package io.github.websocketstarter.test;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;

import io.github.websocketstarter.test.HttpRequest.Header;

/**
 * A server for one HTTP/2 connection that sends and expects the frames of its script.
 */
final class FakeHttp2Server {

	private static final int CONNECT_PROTOCOL = 8;

	private final Socket socket;

	private final DataInputStream input;

	private FakeHttp2Server(Socket socket) throws IOException {
		this.socket = socket;
		this.input = new DataInputStream(socket.getInputStream());
	}

	/**
	 * A server that speaks after it has sent SETTINGS and has read those of the client.
	 */
	static FakeServer run(Http2Frame settings, Script script) throws IOException {
		return new FakeServer((socket) -> {
			FakeHttp2Server server = new FakeHttp2Server(socket);
			server.input.readNBytes(24);
			server.expect(Http2Frame.SETTINGS);
			server.send(settings);
			script.run(server);
			socket.shutdownOutput();
			socket.getInputStream().readAllBytes();
		});
	}

	/** A server that has agreed to the first WebSocket. */
	static FakeServer upgraded(Script script) throws IOException {
		return run(settings(CONNECT_PROTOCOL, 1), (server) -> {
			server.expect(Http2Frame.HEADERS);
			server.answer(1, 200, false);
			script.run(server);
		});
	}

	static Http2Frame settings(int id, int value) {
		return Http2Frame.of(Http2Frame.SETTINGS, 0, 0,
				ByteBuffer.allocate(6).putShort((short) id).putInt(value).array());
	}

	static RawConnection connect(FakeServer server) {
		return RawConnection.builder().protocol(Protocol.H2C).receiveBuffer(65535).connect("localhost", server.port());
	}

	static RawWebSocketClient open(FakeServer server) {
		return connect(server).upgrade(HttpRequest.upgrade("/"));
	}

	void send(Http2Frame... frames) throws IOException {
		for (Http2Frame frame : frames) {
			this.socket.getOutputStream().write(frame.encode());
		}
	}

	void sendData(int streamId, boolean end, byte... octets) throws IOException {
		send(Http2Frame.of(Http2Frame.DATA, end ? Http2Frame.END_STREAM : 0, streamId, octets));
	}

	void answer(int streamId, int status, boolean end) throws IOException {
		byte[] block = HeaderEncoder.block(List.of(new Header(":status", String.valueOf(status))));
		int flags = Http2Frame.END_HEADERS | (end ? Http2Frame.END_STREAM : 0);
		send(Http2Frame.of(Http2Frame.HEADERS, flags, streamId, block));
	}

	/** Wait for a frame of a type, on a stream if it is no frame of the connection. */
	Http2Frame expect(int type) throws IOException {
		Http2Frame frame;
		do {
			frame = Http2Frame.read(this.input);
		}
		while (frame.type() != type || type == Http2Frame.WINDOW_UPDATE && frame.streamId() == 0);
		return frame;
	}

	@FunctionalInterface
	interface Script {

		void run(FakeHttp2Server server) throws IOException;

	}

}
