package io.github.websocketstarter.test;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * A stream of a {@link RawHttp2Connection}, for what a {@link RawConnection} does not
 * tell. Waits as long as its connection, and fails with an {@link AssertionError}.
 *
 * @since 0.1.0
 */
public final class RawHttp2Stream {

	private final RawHttp2Connection connection;

	private final StreamWire wire;

	RawHttp2Stream(RawHttp2Connection connection, StreamWire wire) {
		this.connection = connection;
		this.wire = wire;
	}

	/**
	 * Return the identifier of the stream.
	 * @return an odd number
	 */
	public int id() {
		return this.wire.id();
	}

	/**
	 * Read the answer to the request.
	 * @return the answer, with its body unless it agrees to CONNECT
	 */
	public HttpAnswer answer() {
		Duration timeout = this.connection.timeout();
		try {
			return this.wire.answer(Deadline.after(timeout));
		}
		catch (SocketTimeoutException ex) {
			throw new AssertionError("expected an answer but it did not come within " + timeout, ex);
		}
	}

	/**
	 * Send octets as soon as the windows of the server allow it.
	 * @param octets the octets
	 */
	public void write(byte... octets) {
		this.wire.write(octets, 0, octets.length);
	}

	/**
	 * End our side of the stream by END_STREAM.
	 */
	public void end() {
		this.wire.shutdownOutput();
	}

	/**
	 * Reset the stream.
	 * @param error the code to send
	 */
	public void reset(Http2Error error) {
		this.wire.reset(error);
	}

	/**
	 * Wait until the server has ended its side by END_STREAM, whatever of it was read.
	 */
	public void expectEndStream() {
		await("END_STREAM", this.wire::endReceived);
	}

	/**
	 * Wait until the server has reset the stream, whatever of it was read; it may have
	 * ended its side before.
	 * @return the code that came
	 */
	public Http2Error expectReset() {
		await("RST_STREAM", () -> this.wire.resetReceived() != null);
		return Objects.requireNonNull(this.wire.resetReceived());
	}

	/**
	 * Return how many octets the server would take now.
	 * @return the smaller of the windows of the stream and the connection
	 */
	public long sendWindow() {
		return this.wire.sendWindow();
	}

	StreamWire wire() {
		return this.wire;
	}

	private void await(String expected, BooleanSupplier condition) {
		this.connection.await("%s on stream %d".formatted(expected, id()), condition);
	}

}
