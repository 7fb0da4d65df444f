package io.github.websocketstarter.engine.netty;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.websocketstarter.WebSocketConnection;
import io.github.websocketstarter.engine.Compression;
import io.github.websocketstarter.engine.Fanout;
import io.netty.channel.EventLoop;

/**
 * Connections by their event loops. Immutable.
 *
 * @param parts the connections of one event loop each
 * @param compressions what was agreed about compression
 * @param isPlain whether there are connections without compression
 */
record Crowd(List<Part> parts, Set<Compression> compressions, boolean isPlain) implements Fanout.Recipients {

	static Crowd of(Collection<? extends WebSocketConnection> connections) {
		Map<EventLoop, List<Socket>> byLoop = new IdentityHashMap<>();
		Set<Compression> compressions = new HashSet<>(2);
		boolean plain = false;
		for (WebSocketConnection connection : connections) {
			if (connection instanceof NettyWebSocketConnection ours) {
				Socket socket = ours.socket();
				byLoop.computeIfAbsent(socket.loop(), (loop) -> new ArrayList<>()).add(socket);
				PerMessageDeflate deflate = socket.deflate();
				if (deflate != null) {
					compressions.add(deflate.compression());
				}
				else {
					plain = true;
				}
			}
		}
		List<Part> parts = new ArrayList<>(byLoop.size());
		byLoop.forEach((loop, sockets) -> parts.add(new Part(loop, sockets)));
		return new Crowd(parts, compressions, plain);
	}

	/**
	 * Connections of one event loop.
	 *
	 * @param loop the event loop
	 * @param sockets the connections
	 */
	record Part(EventLoop loop, List<Socket> sockets) {

	}

}
