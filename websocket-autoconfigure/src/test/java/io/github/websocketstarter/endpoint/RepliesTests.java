package io.github.websocketstarter.endpoint;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.test.StepVerifier;

import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.web.reactive.socket.WebSocketMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Replies}.
 */
class RepliesTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final AtomicInteger taken = new AtomicInteger();

	private final Replies replies = new Replies(this.taken::incrementAndGet);

	private static WebSocketMessage text(String text) {
		return new WebSocketMessage(WebSocketMessage.Type.TEXT,
				DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(StandardCharsets.UTF_8)));
	}

	@Test
	void repliesAreTakenInOrderAsTheyAreAskedFor() {
		this.replies.add(text("early"));

		StepVerifier.create(this.replies, 0)
			.then(() -> assertThat(this.replies.areTaken()).isFalse())
			.thenRequest(1)
			.expectNextMatches((reply) -> reply.getPayloadAsText().equals("early"))
			.then(() -> assertThat(this.replies.areTaken()).isTrue())
			.then(() -> {
				this.replies.add(text("one"));
				this.replies.add(text("two"));
			})
			.thenRequest(2)
			.expectNextMatches((reply) -> reply.getPayloadAsText().equals("one"))
			.expectNextMatches((reply) -> reply.getPayloadAsText().equals("two"))
			.thenRequest(1)
			.then(() -> this.replies.add(text("three")))
			.expectNextMatches((reply) -> reply.getPayloadAsText().equals("three"))
			.thenCancel()
			.verify(TIMEOUT);
	}

	@Test
	void whoeverWaitsIsToldThatRepliesWereTaken() {
		BaseSubscriber<WebSocketMessage> subscriber = subscriber();
		this.replies.subscribe(subscriber);
		subscriber.request(1);
		assertThat(this.taken).hasValue(0);

		this.replies.add(text("at once"));
		assertThat(this.taken).hasValue(0);
		this.replies.add(text("later"));
		assertThat(this.replies.areTaken()).isFalse();

		subscriber.request(1);
		assertThat(this.replies.areTaken()).isTrue();
		assertThat(this.taken).hasValue(1);
	}

	@Test
	void invalidDemandIsIgnored() {
		this.replies.subscribe(subscriber());
		this.replies.request(0);
		this.replies.add(text("not asked for"));

		assertThat(this.replies.areTaken()).isFalse();
	}

	@Test
	void cancellingReleasesWhatWaitsAndWhatComesLater() {
		BaseSubscriber<WebSocketMessage> subscriber = subscriber();
		this.replies.subscribe(subscriber);
		ByteBuf early = buffer();
		ByteBuf late = buffer();
		this.replies.add(binary(early));
		assertThat(early.refCnt()).isOne();

		subscriber.cancel();
		this.replies.add(binary(late));

		assertThat(early.refCnt()).isZero();
		assertThat(late.refCnt()).isZero();
		assertThat(this.replies.areTaken()).isTrue();
	}

	@Test
	void endIsToldWhenAllHaveBeenTaken() {
		StepVerifier.create(this.replies, 0).then(() -> {
			this.replies.add(text("last"));
			assertThat(this.replies.end()).isFalse();
		})
			.expectNoEvent(Duration.ofMillis(10))
			.thenRequest(1)
			.expectNextMatches((reply) -> reply.getPayloadAsText().equals("last"))
			.expectComplete()
			.verify(TIMEOUT);
	}

	// It is over when the subscriber has sent what it took
	@Test
	void endIsOverWhenTheSubscriberHasGone() {
		BaseSubscriber<WebSocketMessage> subscriber = subscriber();
		this.replies.subscribe(subscriber);
		assertThat(this.replies.end()).isFalse();
		assertThat(this.replies.end()).isFalse();

		this.replies.cancel();

		assertThat(this.taken).hasValue(1);
		assertThat(this.replies.end()).isTrue();
	}

	@Test
	void whatComesAfterTheEndIsReleased() {
		BaseSubscriber<WebSocketMessage> subscriber = subscriber();
		this.replies.subscribe(subscriber);
		subscriber.request(1);
		this.replies.end();
		ByteBuf late = buffer();

		this.replies.add(binary(late));

		assertThat(late.refCnt()).isZero();
	}

	// A call that waits for replies to be taken must not wait for ever
	@Test
	void whoeverWaitsIsToldThatRepliesWereDropped() {
		BaseSubscriber<WebSocketMessage> subscriber = subscriber();
		this.replies.subscribe(subscriber);
		this.replies.add(text("not asked for"));

		subscriber.cancel();

		assertThat(this.taken).hasValue(1);
	}

	// Who adds a reply and sees that it waits has to be told when it no longer does, even
	// if the subscriber asks for it at the same time
	@Test
	void nobodyIsLeftWaiting() throws Exception {
		BaseSubscriber<WebSocketMessage> subscriber = subscriber();
		this.replies.subscribe(subscriber);
		WebSocketMessage reply = text("reply");
		int rounds = 50_000;
		CyclicBarrier start = new CyclicBarrier(2);
		ExecutorService other = Executors.newSingleThreadExecutor();
		try {
			Future<?> requests = other.submit(() -> {
				for (int i = 0; i < rounds; i++) {
					start.await(10, TimeUnit.SECONDS);
					subscriber.request(1);
					start.await(10, TimeUnit.SECONDS);
				}
				return null;
			});
			for (int i = 0; i < rounds; i++) {
				int before = this.taken.get();
				start.await(10, TimeUnit.SECONDS);
				this.replies.add(reply);
				boolean waits = !this.replies.areTaken();
				start.await(10, TimeUnit.SECONDS);
				assertThat(this.replies.areTaken()).isTrue();
				assertThat(!waits || this.taken.get() > before).as("told in round %d", i).isTrue();
			}
			requests.get(10, TimeUnit.SECONDS);
		}
		finally {
			other.shutdownNow();
		}
	}

	private static BaseSubscriber<WebSocketMessage> subscriber() {
		return new BaseSubscriber<>() {
			@Override
			protected void hookOnSubscribe(Subscription subscription) {
				// Asks for nothing.
			}
		};
	}

	private static ByteBuf buffer() {
		return PooledByteBufAllocator.DEFAULT.buffer().writeByte(1);
	}

	private static WebSocketMessage binary(ByteBuf buffer) {
		return new WebSocketMessage(WebSocketMessage.Type.BINARY,
				new NettyDataBufferFactory(PooledByteBufAllocator.DEFAULT).wrap(buffer));
	}

}
