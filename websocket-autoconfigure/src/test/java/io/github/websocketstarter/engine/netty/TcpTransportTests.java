package io.github.websocketstarter.engine.netty;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * OP-12: bytes that go past Netty's lists overtake nothing and are missed by no handler.
 */
class TcpTransportTests {

	private final ByteBuf bytes = PooledByteBufAllocator.DEFAULT.directBuffer();

	private final ServerSocket server;

	private EventLoopGroup loops;

	private Channel channel;

	private TcpTransport transport;

	private Socket peer;

	TcpTransportTests() throws IOException {
		this.server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
	}

	@BeforeEach
	void connect() throws IOException {
		assumeTrue(Epoll.isAvailable());
		this.bytes.writeCharSequence("shared", StandardCharsets.UTF_8);
		connect(EpollIoHandler.newFactory(), EpollSocketChannel.class);
	}

	private void connect(IoHandlerFactory io, Class<? extends Channel> type) throws IOException {
		this.loops = new MultiThreadIoEventLoopGroup(1, io);
		this.channel = new Bootstrap().group(this.loops)
			.channel(type)
			.handler(new ChannelInboundHandlerAdapter())
			.connect(this.server.getLocalSocketAddress())
			.syncUninterruptibly()
			.channel();
		this.transport = new TcpTransport(this.channel.pipeline().lastContext());
		this.peer = this.server.accept();
	}

	@AfterEach
	void disconnect() throws IOException {
		if (this.peer != null) {
			this.peer.close();
			this.channel.close().syncUninterruptibly();
			this.loops.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
		}
		this.server.close();
		assertThat(this.bytes.refCnt()).isOne();
		this.bytes.release();
	}

	private <T> T onLoop(Callable<T> call) {
		return this.channel.eventLoop().submit(call).syncUninterruptibly().getNow();
	}

	private int writeNow() {
		return onLoop(() -> this.transport.writeNow(this.bytes));
	}

	private String read(int length) throws IOException {
		InputStream input = this.peer.getInputStream();
		return new String(input.readNBytes(length), StandardCharsets.UTF_8);
	}

	@Test
	void bytesLeaveAtOnceAndAreNotChanged() throws IOException {
		assertThat(writeNow()).isEqualTo(6);
		assertThat(writeNow()).isEqualTo(6);

		assertThat(read(12)).isEqualTo("sharedshared");
		assertThat(this.bytes.readableBytes()).isEqualTo(6);
	}

	@Test
	void whatIsNotFlushedIsNotOvertaken() throws IOException {
		int gone = onLoop(() -> {
			this.transport.write(Unpooled.copiedBuffer("first", StandardCharsets.UTF_8));
			int now = this.transport.writeNow(this.bytes);
			this.transport.flush();
			return now;
		});

		assertThat(gone).isZero();
		assertThat(read(5)).isEqualTo("first");
		assertThat(writeNow()).isEqualTo(6);
	}

	@Test
	void emptyWriteIsNotOvertaken() {
		int gone = onLoop(() -> {
			this.transport.write(Unpooled.EMPTY_BUFFER);
			return this.transport.writeNow(this.bytes);
		});

		assertThat(gone).isZero();
	}

	@Test
	void peerThatDoesNotReadTakesAPart() {
		ByteBuf large = PooledByteBufAllocator.DEFAULT.directBuffer().writeZero(8 * 1024 * 1024);
		try {
			int first = onLoop(() -> this.transport.writeNow(large));
			assertThat(first).isBetween(1, large.readableBytes() - 1);
			int last = first;
			while (last > 0) {
				last = onLoop(() -> this.transport.writeNow(large));
			}
			assertThat(large.readerIndex()).isZero();
			assertThat(this.channel.isOpen()).isTrue();
		}
		finally {
			large.release();
		}
	}

	@Test
	void handlerInFrontSeesAllBytes() {
		ChannelHandler metrics = new ChannelDuplexHandler();
		this.channel.pipeline().addFirst(metrics);
		assertThat(writeNow()).isZero();

		this.channel.pipeline().remove(metrics);
		assertThat(writeNow()).isEqualTo(6);
	}

	@Test
	void endedOutputTakesNothing() {
		onLoop(() -> {
			this.transport.endOutput();
			return null;
		});

		assertThat(writeNow()).isZero();
	}

	@Test
	void closedChannelTakesNothing() {
		this.channel.close().syncUninterruptibly();

		assertThat(writeNow()).isZero();
	}

	@Test
	void peerThatHasResetIsFoundByTheChannel() throws IOException {
		this.peer.setSoLinger(true, 0);
		this.peer.close();

		assertThat(onLoop(() -> {
			int gone = 1;
			while (gone > 0) {
				gone = this.transport.writeNow(this.bytes);
			}
			return gone;
		})).isZero();
		assertThat(this.channel.closeFuture().awaitUninterruptibly(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void bytesOfTheHeapAreWritten() {
		ByteBuf heap = Unpooled.wrappedBuffer(new byte[3]);

		assertThat(onLoop(() -> this.transport.writeNow(heap))).isZero();
	}

	@Test
	void otherTransportsTakeNothing() throws IOException {
		disconnectFirst();
		connect(NioIoHandler.newFactory(), NioSocketChannel.class);

		assertThat(writeNow()).isZero();
	}

	private void disconnectFirst() throws IOException {
		this.peer.close();
		this.channel.close().syncUninterruptibly();
		this.loops.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
	}

}
