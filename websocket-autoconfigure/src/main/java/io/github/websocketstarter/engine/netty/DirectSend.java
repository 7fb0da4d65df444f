package io.github.websocketstarter.engine.netty;

import java.io.IOException;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.epoll.AbstractEpollStreamChannel;
import io.netty.channel.unix.Socket;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Gives bytes to the kernel at once, without the lists and promises of a channel, which
 * cost more than all else for a short message that many get. Only for a channel of
 * Netty's epoll transport, and only while nothing waits in it. Used on the event loop
 * only.
 */
final class DirectSend {

	static final String EPOLL = "io.netty.channel.epoll.AbstractEpollStreamChannel";

	private static final boolean SUPPORTED = ClassUtils.isPresent(EPOLL, DirectSend.class.getClassLoader());

	private final Channel.Unsafe unsafe;

	private final Socket socket;

	private DirectSend(Channel.Unsafe unsafe, Socket socket) {
		this.unsafe = unsafe;
		this.socket = socket;
	}

	/**
	 * Return what sends to a channel, or {@code null} if its transport is another.
	 */
	static @Nullable DirectSend to(Channel channel) {
		return (SUPPORTED && channel instanceof AbstractEpollStreamChannel epoll && epoll.fd() instanceof Socket socket)
				? new DirectSend(channel.unsafe(), socket) : null;
	}

	/**
	 * Send as much as the kernel takes.
	 * @param bytes the bytes, of which nothing is changed
	 * @return how many it has taken; 0 if others wait, or if sending fails, which the
	 * channel will find out for itself
	 */
	int send(ByteBuf bytes) {
		ChannelOutboundBuffer waiting = this.unsafe.outboundBuffer();
		if (waiting == null || waiting.totalPendingWriteBytes() != 0 || !bytes.hasMemoryAddress()) {
			return 0;
		}
		try {
			return this.socket.sendAddress(bytes.memoryAddress(), bytes.readerIndex(), bytes.writerIndex());
		}
		catch (IOException ex) {
			return 0;
		}
	}

}
