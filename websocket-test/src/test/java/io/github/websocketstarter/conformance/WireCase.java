package io.github.websocketstarter.conformance;

import java.util.List;
import java.util.stream.Stream;

import io.github.websocketstarter.test.Frame;
import io.github.websocketstarter.test.OutgoingFrame;
import io.github.websocketstarter.test.RawWebSocketClient;

/**
 * One case of a conformance suite: frames to send to an echo, and all that may come back.
 *
 * @param id the number of the case in the Autobahn test suite, or of the statement
 * @param frames what the client sends
 * @param replies what the server sends back, in this order
 * @param failure the code of the Close frame with which the server then fails the
 * connection, or 0 if the connection stays healthy
 */
record WireCase(String id, List<OutgoingFrame> frames, List<Reply> replies, int failure) {

	static WireCase of(String id, OutgoingFrame... frames) {
		return of(id, List.of(frames));
	}

	static WireCase of(String id, List<OutgoingFrame> frames) {
		return new WireCase(id, frames, List.of(), 0);
	}

	WireCase replying(Reply... replies) {
		return new WireCase(this.id, this.frames, List.of(replies), this.failure);
	}

	WireCase failing(int failure) {
		return new WireCase(this.id, this.frames, this.replies, failure);
	}

	private boolean suits(EchoTarget target) {
		return target != EchoTarget.TEXT_ONLY
				|| this.frames.stream().noneMatch((frame) -> frame.opcode() == Frame.BINARY);
	}

	/** One run over each way to echo that the case suits. */
	Stream<Run> runs(Pace... paces) {
		return Stream.of(EchoTarget.values())
			.filter(this::suits)
			.flatMap((target) -> Stream.of(paces).map((pace) -> new Run(this, target, pace)));
	}

	/**
	 * A case, where and how to run it.
	 *
	 * @param wireCase the case
	 * @param target the echo
	 * @param pace how the octets are sent
	 */
	record Run(WireCase wireCase, EchoTarget target, Pace pace) {

		void verify(TestServer server) {
			try (RawWebSocketClient client = server.open(this.target)) {
				this.pace.send(client, this.wireCase.frames);
				this.wireCase.replies.forEach((reply) -> reply.expect(client));
				if (this.wireCase.failure != 0) {
					client.expectClose(this.wireCase.failure);
					client.expectEof();
				}
				else {
					client.sendClose(1000);
					client.expectClose(1000);
					client.expectEof();
				}
			}
		}

		@Override
		public String toString() {
			return this.wireCase.id + " at " + this.target + " by " + this.pace;
		}

	}

}
