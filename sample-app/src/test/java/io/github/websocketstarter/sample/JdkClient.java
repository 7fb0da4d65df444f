package io.github.websocketstarter.sample;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

/**
 * The JDK's own client, which shares no line of code with the server.
 */
final class JdkClient implements WebSocket.Listener {

	private static final int TIMEOUT_SECONDS = 10;

	private static final HttpClient client = HttpClient.newHttpClient();

	private final Heard heard = new Heard();

	// The begin of a message that comes in parts; used by one callback at a time.
	private final StringBuilder text = new StringBuilder();

	private ByteBuffer binary = ByteBuffer.allocate(0);

	private @Nullable WebSocket socket;

	/**
	 * Open a socket and wait until it is open.
	 * @param subProtocols the sub-protocols to offer
	 */
	static JdkClient open(int port, String path, String... subProtocols) throws Exception {
		return open(client.newWebSocketBuilder(), port, path, subProtocols);
	}

	/**
	 * Open a socket as the page of another site does.
	 */
	static JdkClient openFrom(String origin, int port, String path) throws Exception {
		return open(client.newWebSocketBuilder().header("Origin", origin), port, path);
	}

	private static JdkClient open(WebSocket.Builder builder, int port, String path, String... subProtocols)
			throws Exception {
		if (subProtocols.length > 0) {
			builder.subprotocols(subProtocols[0], Arrays.copyOfRange(subProtocols, 1, subProtocols.length));
		}
		JdkClient opened = new JdkClient();
		opened.socket = await(builder.buildAsync(URI.create("ws://localhost:" + port + path), opened));
		return opened;
	}

	/**
	 * Send an ordinary GET.
	 */
	static HttpResponse<String> get(int port, String path) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build();
		return await(client.sendAsync(request, HttpResponse.BodyHandlers.ofString()));
	}

	static <T> T await(CompletableFuture<T> future) throws InterruptedException, ExecutionException, TimeoutException {
		return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
	}

	WebSocket socket() {
		return Objects.requireNonNull(this.socket);
	}

	void sendText(String text) throws Exception {
		await(socket().sendText(text, true));
	}

	void close(int code, String reason) throws Exception {
		await(socket().sendClose(code, reason));
	}

	String next() throws InterruptedException {
		return this.heard.next();
	}

	@Override
	public void onOpen(WebSocket socket) {
		socket.request(Long.MAX_VALUE);
	}

	@Override
	public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
		this.text.append(data);
		if (last) {
			this.heard.text(this.text.toString());
			this.text.setLength(0);
		}
		return null;
	}

	@Override
	public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
		this.binary = ByteBuffer.allocate(this.binary.remaining() + data.remaining()).put(this.binary).put(data).flip();
		if (last) {
			this.heard.binary(this.binary);
			this.binary = ByteBuffer.allocate(0);
		}
		return null;
	}

	@Override
	public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer payload) {
		this.heard.pong(payload);
		return null;
	}

	@Override
	public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
		this.heard.close(code, reason);
		return null;
	}

}
