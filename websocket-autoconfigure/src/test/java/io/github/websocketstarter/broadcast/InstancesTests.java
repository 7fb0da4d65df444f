package io.github.websocketstarter.broadcast;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Instances}.
 */
@ExtendWith(OutputCaptureExtension.class)
class InstancesTests {

	private static final Duration LONG = Duration.ofMinutes(2);

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final BackplaneHub hub = new BackplaneHub();

	private final LocalRecorder hereMembers = new LocalRecorder();

	private final LocalRecorder thereMembers = new LocalRecorder();

	private final Instances here = new Instances(this.hub, this.hereMembers, this.time);

	private final Instances there = new Instances(this.hub, this.thereMembers, this.time);

	@AfterEach
	void stop() {
		this.here.stop();
		this.there.stop();
		this.time.dispose();
	}

	@Test
	void messageReachesOtherInstances() {
		LocalRecorder elsewhere = new LocalRecorder();
		Instances third = new Instances(this.hub, elsewhere, this.time);
		startBoth();
		third.start();

		this.here.publish(message("hello")).block();

		assertThat(this.thereMembers.delivered).usingRecursiveComparison().isEqualTo(List.of(message("hello")));
		assertThat(elsewhere.delivered).hasSize(1);
		third.stop();
	}

	@Test
	void ownMessageIsNotDelivered() {
		startBoth();

		this.here.publish(message("hello")).block();

		assertThat(this.hereMembers.delivered).isEmpty();
	}

	@Test
	void messageThatIsCarriedTwiceIsDeliveredOnce() {
		startBoth();
		this.hub.repeat(2);

		this.here.publish(message("hello")).block();
		this.here.publish(message("hello")).block();

		assertThat(this.thereMembers.delivered).hasSize(2);
	}

	@Test
	void messageThatIsCarriedAgainAfterAnOutageIsDeliveredOnce() {
		startBoth();
		this.here.publish(message("hello")).block();
		ByteBuffer carried = this.hub.carried.get(this.hub.carried.size() - 1);
		this.hub.away(true);
		pass(Duration.ofSeconds(30));
		this.hub.away(false);

		this.hub.carry(carried);

		assertThat(this.thereMembers.delivered).hasSize(1);
	}

	@Test
	void messagesOfStrangersAreDropped() {
		startBoth();

		this.hub.carry(ByteBuffer.wrap("hello".getBytes(StandardCharsets.UTF_8)));
		this.hub.carry(ByteBuffer.allocate(0));
		this.hub.carry(ByteBuffer.allocate(100));
		this.here.publish(message("hello")).block();

		assertThat(this.thereMembers.delivered).hasSize(1);
	}

	@Test
	void failureToDeliverDoesNotStopWhatFollows() {
		LocalRecorder failing = new LocalRecorder() {
			@Override
			public void deliver(RemoteMessage message) {
				super.deliver(message);
				throw new IllegalStateException("no");
			}
		};
		Instances third = new Instances(this.hub, failing, this.time);
		this.here.start();
		third.start();

		this.here.publish(message("one")).block();
		this.here.publish(message("two")).block();

		assertThat(failing.delivered).hasSize(2);
		third.stop();
	}

	@Test
	void nothingIsSentWhileStopped() {
		this.there.start();
		int before = this.hub.carried.size();

		this.here.publish(message("hello")).block();

		assertThat(this.hub.carried).hasSize(before);
		assertThat(this.here.presence("lobby").block()).isEqualTo(new Presence(List.of(), true));
	}

	@Test
	void nothingIsReceivedAfterTheStop() {
		startBoth();

		this.there.stop();
		this.here.publish(message("hello")).block();

		assertThat(this.thereMembers.delivered).isEmpty();
		assertThat(this.hub.receivers()).isOne();
	}

	@Test
	void instanceThatStartsAgainIsAnother() {
		startBoth();
		this.here.publish(message("one")).block();

		this.here.stop();
		this.here.start();
		this.here.publish(message("two")).block();

		assertThat(this.thereMembers.delivered).hasSize(2);
	}

	@Test
	void messageThatIsTooLargeIsLostAlone(CapturedOutput output) {
		startBoth();
		Variant variant = new Variant(Set.of(""), false, true, new byte[SignalWriter.MAX_SIZE]);

		this.here.publish(new RemoteMessage(new Target(Target.Kind.ALL, ""), Set.of(), null, List.of(variant))).block();
		this.here.publish(message("hello")).block();

		assertThat(this.thereMembers.delivered).hasSize(1);
		assertThat(lines(output, "WARN")).singleElement()
			.asString()
			.endsWith("A message does not reach other instances because it has more than 16777216 bytes");
	}

	@Test
	void presenceHasTheMembersOfAllInstances() {
		this.hereMembers.group("lobby", "h1");
		this.thereMembers.group("lobby", "t1", "t2");
		startBoth();

		assertThat(now(this.here.presence("lobby"))).isEqualTo(new Presence(
				List.of(new GroupMember("h1", null), new GroupMember("t1", null), new GroupMember("t2", null)), true));
		assertThat(now(this.there.presence("lobby")).members()).hasSize(3);
		assertThat(now(this.here.presence("other"))).isEqualTo(new Presence(List.of(), true));
	}

	@Test
	void presenceOfAnInstanceByItselfIsComplete() {
		this.hereMembers.group("lobby", "h1");
		this.here.start();
		pass(Duration.ofSeconds(1));

		assertThat(now(this.here.presence("lobby")))
			.isEqualTo(new Presence(List.of(new GroupMember("h1", null)), true));
	}

	@Test
	void presenceRightAfterTheStartWaitsForThoseWhoAreNotKnownYet() {
		this.hereMembers.group("lobby", "h1");
		this.here.start();
		List<Presence> answers = new ArrayList<>();

		this.here.presence("lobby").subscribe(answers::add);
		pass(Duration.ofMillis(999));
		assertThat(answers).isEmpty();
		pass(Duration.ofMillis(1));

		assertThat(answers).containsExactly(new Presence(List.of(new GroupMember("h1", null)), true));
	}

	@Test
	void presenceIsIncompleteAfterASecondWithoutAnAnswer() {
		this.hereMembers.group("lobby", "h1");
		DeafBackplane deaf = new DeafBackplane(this.hub);
		Instances third = new Instances(deaf, new LocalRecorder(), this.time);
		startBoth();
		third.start();
		deaf.listen(false);
		List<Presence> answers = new ArrayList<>();

		this.here.presence("lobby").subscribe(answers::add);
		pass(Duration.ofMillis(999));
		assertThat(answers).isEmpty();
		pass(Duration.ofMillis(1));

		assertThat(answers).containsExactly(new Presence(List.of(new GroupMember("h1", null)), false));
		third.stop();
	}

	@Test
	void presenceDoesNotWaitForAnInstanceThatStops() {
		DeafBackplane deaf = new DeafBackplane(this.hub);
		Instances third = new Instances(deaf, new LocalRecorder(), this.time);
		startBoth();
		third.start();
		deaf.listen(false);
		List<Presence> answers = new ArrayList<>();
		this.here.presence("lobby").subscribe(answers::add);

		third.stop();
		pass(Duration.ZERO);

		assertThat(answers).containsExactly(new Presence(List.of(), true));
		assertThat(now(this.here.presence("lobby")).complete()).isTrue();
	}

	@Test
	void instanceThatVanishesIsForgottenAfterThreeHeartbeats() {
		DeafBackplane cut = new DeafBackplane(this.hub);
		Instances third = new Instances(cut, new LocalRecorder(), this.time);
		startBoth();
		third.start();
		cut.listen(false);
		cut.speak(false);

		pass(Duration.ofMillis(5500));
		assertThat(later(this.here.presence("lobby")).complete()).isFalse();
		pass(Duration.ofSeconds(1));
		assertThat(now(this.here.presence("lobby")).complete()).isTrue();
		third.stop();
	}

	@Test
	void presenceOfALargeGroupIsIncomplete() {
		this.thereMembers.group("lobby", IntStream.range(0, 10_001).mapToObj(String::valueOf).toArray(String[]::new));
		startBoth();

		Presence presence = now(this.here.presence("lobby"));

		assertThat(presence.members()).hasSize(10_000);
		assertThat(presence.complete()).isFalse();
	}

	@Test
	void questionsThatWaitAreBounded() {
		DeafBackplane deaf = new DeafBackplane(this.hub);
		Instances third = new Instances(deaf, new LocalRecorder(), this.time);
		startBoth();
		third.start();
		deaf.listen(false);
		List<Presence> answers = new ArrayList<>();

		Flux.range(0, 1025).flatMap((i) -> this.here.presence("lobby"), 2000).subscribe(answers::add);

		assertThat(answers).containsExactly(new Presence(List.of(), false));
		pass(Duration.ofSeconds(1));
		assertThat(answers).hasSize(1025);
		third.stop();
	}

	@Test
	void senderDoesNotFailWhileTheBrokerIsAway(CapturedOutput output) {
		startBoth();

		this.hub.away(true);
		for (int i = 0; i < 100; i++) {
			this.here.publish(message("lost")).block();
		}
		pass(Duration.ofSeconds(30));
		this.hub.away(false);
		pass(Duration.ofSeconds(2));
		this.here.publish(message("hello")).block();

		assertThat(this.thereMembers.delivered).usingRecursiveComparison().isEqualTo(List.of(message("hello")));
		assertThat(lines(output, "WARN")).hasSize(2)
			.allMatch((line) -> line.endsWith("The backplane is away. Messages to other instances are lost until it "
					+ "is back: java.lang.IllegalStateException: pulled out"));
		assertThat(lines(output, "INFO")).hasSize(2)
			.anyMatch((line) -> line.endsWith("The backplane is back. Messages to other instances that were lost: 100"))
			.anyMatch((line) -> line.endsWith("lost: 0"));
	}

	@Test
	void brokerThatIsAwayAtTheStartIsWaitedFor(CapturedOutput output) {
		this.hub.away(true);
		startBoth();
		pass(Duration.ofMinutes(1));
		assertThat(lines(output, "WARN")).hasSize(2);
		assertThat(now(this.here.presence("lobby")).complete()).isFalse();

		this.hub.away(false);
		this.thereMembers.group("lobby", "t1");
		pass(Duration.ofSeconds(3));

		assertThat(now(this.here.presence("lobby")))
			.isEqualTo(new Presence(List.of(new GroupMember("t1", null)), true));
		assertThat(lines(output, "WARN")).hasSize(2);
	}

	@Test
	void brokerThatHangsIsAway(CapturedOutput output) {
		DeafBackplane hanging = new DeafBackplane(this.hub) {
			@Override
			public Mono<Void> publish(ByteBuffer message) {
				return Mono.never();
			}
		};
		Instances third = new Instances(hanging, new LocalRecorder(), this.time);

		third.start();
		pass(LONG);

		assertThat(lines(output, "WARN")).hasSize(1);
		third.stop();
	}

	private void startBoth() {
		this.here.start();
		this.there.start();
		pass(Duration.ofSeconds(1));
	}

	private void pass(Duration duration) {
		this.time.advanceTimeBy(duration);
	}

	private Presence now(Mono<Presence> presence) {
		List<Presence> answers = new ArrayList<>();
		presence.subscribe(answers::add);
		pass(Duration.ZERO);
		assertThat(answers).hasSize(1);
		return answers.get(0);
	}

	private Presence later(Mono<Presence> presence) {
		List<Presence> answers = new ArrayList<>();
		presence.subscribe(answers::add);
		pass(Duration.ofSeconds(1));
		assertThat(answers).hasSize(1);
		return answers.get(0);
	}

	private static List<String> lines(CapturedOutput output, String level) {
		return output.getOut().lines().filter((line) -> line.contains(" " + level + " ")).toList();
	}

	private static RemoteMessage message(String text) {
		Variant variant = new Variant(Set.of(""), true, true, text.getBytes(StandardCharsets.UTF_8));
		return new RemoteMessage(new Target(Target.Kind.GROUP, "lobby"), Set.of("1"), null, List.of(variant));
	}

	/**
	 * An instance's way to the hub, which can be cut in each direction.
	 */
	private static class DeafBackplane implements Backplane {

		private final Backplane hub;

		private volatile boolean listening = true;

		private volatile boolean speaking = true;

		DeafBackplane(Backplane hub) {
			this.hub = hub;
		}

		void listen(boolean listening) {
			this.listening = listening;
		}

		void speak(boolean speaking) {
			this.speaking = speaking;
		}

		@Override
		public Mono<Void> publish(ByteBuffer message) {
			return this.speaking ? this.hub.publish(message) : Mono.empty();
		}

		@Override
		public Flux<ByteBuffer> messages() {
			return this.hub.messages().filter((message) -> this.listening);
		}

	}

}
