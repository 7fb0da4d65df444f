package io.github.websocketstarter.engine.netty;

import java.nio.ByteBuffer;
import java.util.function.Function;

import io.github.websocketstarter.cancellation.DisconnectReason;
import io.github.websocketstarter.engine.KeepAlive;
import io.github.websocketstarter.engine.SocketSettings;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Finds out whether the peer is alive: by keep-alive, by the idle timeout and by the
 * PINGs of the application. Used on the event loop only.
 */
final class Liveness {

	private final Socket socket;

	private final KeepAlive keepAlive;

	private final Pings pings;

	private Heartbeat.@Nullable Beat beat;

	// Null until somebody asks for them.
	private Sinks.@Nullable Many<ByteBuffer> pongs;

	private boolean stopped;

	Liveness(Socket socket, SocketSettings settings) {
		this.socket = socket;
		this.keepAlive = new KeepAlive(settings.keepAliveInterval(), settings.keepAliveTimeout(),
				settings.idleTimeout(), System.nanoTime());
		this.pings = new Pings(socket, this.keepAlive);
	}

	void start() {
		if (this.keepAlive.tick() > 0) {
			this.beat = Heartbeat.current(this.socket.loop()).add(this.socket, this.keepAlive.tick());
		}
	}

	void stop() {
		if (this.beat != null) {
			this.beat.cancel();
			this.beat = null;
		}
		this.pings.fail(this.socket.closedException("No PONG came"));
		this.stopped = true;
		if (this.pongs != null) {
			this.pongs.tryEmitComplete();
		}
	}

	Flux<ByteBuffer> pongs() {
		return Mono.<Flux<ByteBuffer>>create((sink) -> this.socket.execute(() -> {
			if (this.pongs == null) {
				this.pongs = Sinks.many().multicast().directBestEffort();
			}
			sink.success(this.stopped ? Flux.empty() : this.pongs.asFlux());
		})).flatMapMany(Function.identity());
	}

	Pings pings() {
		return this.pings;
	}

	void received() {
		if (this.keepAlive.isListening()) {
			this.keepAlive.received(System.nanoTime());
		}
	}

	void reading(boolean reading) {
		if (this.keepAlive.isListening()) {
			this.keepAlive.reading(reading, System.nanoTime());
		}
	}

	void pong(ByteBuf payload) {
		long number = (payload.readableBytes() == 8) ? payload.getLong(payload.readerIndex()) : -1;
		this.keepAlive.pong(number);
		this.pings.pong(number);
		if (this.pongs != null) {
			this.pongs.tryEmitNext(Unpooled.copiedBuffer(payload).nioBuffer());
		}
	}

	void check(long now) {
		switch (this.keepAlive.check(now, this.socket.state().canSend())) {
			case PONG -> this.socket.outbound().controls().unsolicitedPong();
			case PING -> this.socket.outbound().controls().ping(Unpooled.copyLong(this.keepAlive.expected()));
			case LOST -> this.socket.abort(DisconnectReason.KEEP_ALIVE_TIMEOUT);
			case IDLE -> this.socket.goAway(DisconnectReason.IDLE_TIMEOUT);
			case NOTHING -> {
				// until the next time
			}
		}
	}

}
