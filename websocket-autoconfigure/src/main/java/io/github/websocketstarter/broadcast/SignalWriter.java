package io.github.websocketstarter.broadcast;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;

import io.github.websocketstarter.broadcast.Signal.Answer;
import io.github.websocketstarter.broadcast.Signal.Goodbye;
import io.github.websocketstarter.broadcast.Signal.Heartbeat;
import io.github.websocketstarter.broadcast.Signal.Question;
import io.github.websocketstarter.broadcast.Signal.Send;
import org.jspecify.annotations.Nullable;

/**
 * Writes signals as bytes. Numbers have their most significant byte first: <pre>
 * frame   = "WSB" version:1 kind:1 sender:16 sequence:8 body
 * send    = target:1 name:string except:strings key:string variants:4 variant*
 * variant = sub-protocols:strings text:1 compress:1 payload
 * beat    = greeting:1
 * ask     = number:8 group:string
 * answer  = asker:16 number:8 complete:1 members:4 (id:string user:string)*
 * string  = payload = length:4 bytes; the length -1 stands for no string
 * strings = count:4 string*
 * </pre>
 */
final class SignalWriter {

	/** {@code "WSB"} and the version. */
	static final int MAGIC = 'W' << 24 | 'S' << 16 | 'B' << 8 | 1;

	static final byte SEND = 0;

	static final byte HEARTBEAT = 1;

	static final byte GOODBYE = 2;

	static final byte QUESTION = 3;

	static final byte ANSWER = 4;

	/** Most bytes of a frame. */
	static final int MAX_SIZE = 16 * 1024 * 1024;

	private static final int HEADER = 4 + 1 + 16 + 8;

	private ByteBuffer buffer = ByteBuffer.allocate(256);

	private SignalWriter() {
	}

	/**
	 * Write a signal.
	 * @param sender the sender
	 * @param sequence a number that the sender gives to no other signal
	 * @param signal the signal
	 * @return the frame
	 * @throws FrameTooLargeException if it is larger than {@link #MAX_SIZE}
	 */
	static ByteBuffer write(InstanceId sender, long sequence, Signal signal) {
		SignalWriter writer = new SignalWriter();
		writer.room(HEADER).putInt(MAGIC).put(kind(signal));
		writer.write(sender);
		writer.buffer.putLong(sequence);
		writer.write(signal);
		return writer.buffer.flip().asReadOnlyBuffer();
	}

	private static byte kind(Signal signal) {
		if (signal instanceof Send) {
			return SEND;
		}
		if (signal instanceof Heartbeat) {
			return HEARTBEAT;
		}
		if (signal instanceof Goodbye) {
			return GOODBYE;
		}
		return (signal instanceof Question) ? QUESTION : ANSWER;
	}

	private void write(Signal signal) {
		if (signal instanceof Send send) {
			write(send.message());
		}
		else if (signal instanceof Heartbeat heartbeat) {
			write(heartbeat.greeting());
		}
		else if (signal instanceof Question question) {
			room(Long.BYTES).putLong(question.number());
			write(question.group());
		}
		else if (signal instanceof Answer answer) {
			write(answer.asker());
			room(Long.BYTES).putLong(answer.number());
			write(answer.complete());
			room(Integer.BYTES).putInt(answer.members().size());
			for (GroupMember member : answer.members()) {
				write(member.connectionId());
				write(member.user());
			}
		}
	}

	private void write(RemoteMessage message) {
		room(1).put((byte) message.target().kind().ordinal());
		write(message.target().name());
		write(message.except());
		write(message.key());
		room(Integer.BYTES).putInt(message.variants().size());
		for (Variant variant : message.variants()) {
			write(variant.subProtocols());
			write(variant.text());
			write(variant.compress());
			write(variant.payload());
		}
	}

	private void write(InstanceId id) {
		room(2 * Long.BYTES).putLong(id.high()).putLong(id.low());
	}

	private void write(boolean value) {
		room(1).put((byte) (value ? 1 : 0));
	}

	private void write(Collection<String> values) {
		room(Integer.BYTES).putInt(values.size());
		values.forEach(this::write);
	}

	private void write(@Nullable String value) {
		if (value == null) {
			room(Integer.BYTES).putInt(-1);
		}
		else {
			write(value.getBytes(StandardCharsets.UTF_8));
		}
	}

	private void write(byte[] value) {
		room(Integer.BYTES).putInt(value.length);
		room(value.length).put(value);
	}

	private ByteBuffer room(int bytes) {
		if (this.buffer.remaining() < bytes) {
			long needed = (long) this.buffer.position() + bytes;
			if (needed > MAX_SIZE) {
				throw new FrameTooLargeException();
			}
			int capacity = (int) Math.min(Math.max(needed, 2L * this.buffer.capacity()), MAX_SIZE);
			this.buffer = ByteBuffer.allocate(capacity).put(this.buffer.flip());
		}
		return this.buffer;
	}

}
