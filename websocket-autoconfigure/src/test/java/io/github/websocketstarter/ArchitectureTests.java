package io.github.websocketstarter;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfiguration;

/**
 * The walls between the packages, which nothing but this test holds up.
 */
class ArchitectureTests {

	private static final String BASE = WebSocketConnection.class.getPackageName();

	private static final String ENGINE = BASE + ".engine..";

	private static final String NETTY_ENGINE = BASE + ".engine.netty..";

	private static final String AUTOCONFIGURE = BASE + ".autoconfigure..";

	/**
	 * What each package may know of the others. The base package is "".
	 */
	private static final Map<String, Set<String>> MAY_KNOW = Map.ofEntries( //
			Map.entry("cancellation", Set.of()), //
			Map.entry("", Set.of("cancellation")), //
			Map.entry("exchange", Set.of("cancellation")), //
			Map.entry("handshake", Set.of("", "cancellation")), //
			Map.entry("codec", Set.of("")), //
			Map.entry("engine", Set.of("", "cancellation", "handshake")), //
			Map.entry("engine.deflate", Set.of()), //
			Map.entry("engine.netty", Set.of("", "cancellation", "exchange", "handshake", "engine", "engine.deflate")), //
			Map.entry("upgrade", Set.of("", "cancellation", "handshake", "engine", "engine.netty")), //
			Map.entry("broadcast", Set.of("", "cancellation", "codec", "engine")), //
			Map.entry("broadcast.redis", Set.of("broadcast")), //
			Map.entry("endpoint", Set.of("", "cancellation", "handshake", "codec", "engine", "upgrade", "broadcast")), //
			Map.entry("autoconfigure",
					Set.of("", "cancellation", "exchange", "handshake", "codec", "engine", "engine.netty", "upgrade",
							"endpoint", "broadcast")), //
			Map.entry("autoconfigure.redis", Set.of("autoconfigure", "broadcast", "broadcast.redis")), //
			Map.entry("autoconfigure.actuate", Set.of("autoconfigure.redis", "broadcast.redis")));

	private static final JavaClasses classes = new ClassFileImporter().importPath(Path.of("target", "classes"));

	private static final JavaClasses testClasses = new ClassFileImporter()
		.importPath(Path.of("target", "test-classes"));

	@Test
	void packagesKnowOnlyWhatTheyMay() {
		check(ArchRuleDefinition.classes().should(knowOnlyWhatTheirPackageMay()));
	}

	@Test
	void packagesHaveNoCycles() {
		check(SlicesRuleDefinition.slices().matching(BASE + ".(**)").should().beFreeOfCycles());
	}

	@Test
	void onlyTheEnginesNettyPackageTouchesNetty() {
		check(ArchRuleDefinition.noClasses()
			.that()
			.resideOutsideOfPackage(NETTY_ENGINE)
			.should()
			.dependOnClassesThat()
			.resideInAPackage("io.netty.."));
	}

	@Test
	void onlyTheEnginesNettyPackageAndTheWiringTouchReactorNetty() {
		check(ArchRuleDefinition.noClasses()
			.that()
			.resideOutsideOfPackages(NETTY_ENGINE, AUTOCONFIGURE)
			.should()
			.dependOnClassesThat()
			.resideInAPackage("reactor.netty.."));
	}

	@Test
	void onlyTheWiringTouchesSpringBoot() {
		check(ArchRuleDefinition.noClasses()
			.that()
			.resideOutsideOfPackage(AUTOCONFIGURE)
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework.boot.."));
	}

	@Test
	void onlyTheJacksonCodecAndTheWiringTouchJackson() {
		check(ArchRuleDefinition.noClasses()
			.that()
			.resideOutsideOfPackage(AUTOCONFIGURE)
			.and()
			.haveNameNotMatching(".*\\.codec\\.Jackson\\w+")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("tools.jackson..", "com.fasterxml.jackson.."));
	}

	@Test
	void engineKnowsNeitherReactorNorWebFlux() {
		check(ArchRuleDefinition.noClasses()
			.that()
			.resideInAnyPackage(BASE + ".engine", BASE + ".engine.deflate")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("reactor..", "org.springframework.web.."));
	}

	@Test
	void publicSignaturesNeverMentionTheEngine() {
		DescribedPredicate<JavaClass> engine = JavaClass.Predicates.resideInAPackage(ENGINE);
		check(ArchRuleDefinition.noMethods()
			.that()
			.areDeclaredInClassesThat()
			.resideOutsideOfPackages(ENGINE, BASE + ".upgrade..", AUTOCONFIGURE)
			.and()
			.areDeclaredInClassesThat()
			.arePublic()
			.and()
			.arePublic()
			.should()
			.haveRawReturnType(engine)
			.orShould()
			.haveRawParameterTypes(DescribedPredicate.anyElementThat(engine)));
	}

	@Test
	void autoConfigurationsAreFinalAndShowNothing() {
		check(ArchRuleDefinition.classes()
			.that()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.bePublic()
			.andShould()
			.haveModifier(JavaModifier.FINAL)
			.andShould()
			.haveSimpleNameEndingWith("AutoConfiguration"));
		check(ArchRuleDefinition.noMembers()
			.that()
			.areDeclaredInClassesThat()
			.areAnnotatedWith(AutoConfiguration.class)
			.and(DescribedPredicate
				.not(DescribedPredicate.describe("are constructors", (member) -> "<init>".equals(member.getName()))))
			.should()
			.bePublic()
			.orShould()
			.beProtected());
	}

	@Test
	void namesSayWhatATypeIs() {
		check(ArchRuleDefinition.noClasses()
			.should()
			.haveNameMatching(".*(Manager|Helper|Utils?|Impl|Base|Data|Info)"));
	}

	@Test
	void logsGoThroughCommonsLogging() {
		check(GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING);
		check(GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS);
	}

	@Test
	void testsAreNotPublic() {
		ArchRuleDefinition.classes().that().haveSimpleNameEndingWith("Tests").should().notBePublic().check(testClasses);
	}

	private static void check(ArchRule rule) {
		rule.allowEmptyShould(true).check(classes);
	}

	private static ArchCondition<JavaClass> knowOnlyWhatTheirPackageMay() {
		return new ArchCondition<>("know only what their package may know, see MAY_KNOW") {
			@Override
			public void check(JavaClass origin, ConditionEvents events) {
				Set<String> known = MAY_KNOW.get(packageOf(origin));
				if (known == null) {
					events.add(SimpleConditionEvent.violated(origin, "MAY_KNOW lacks " + origin.getPackageName()));
					return;
				}
				for (Dependency dependency : origin.getDirectDependenciesFromSelf()) {
					JavaClass target = dependency.getTargetClass().getBaseComponentType();
					boolean other = target.getPackageName().startsWith(BASE)
							&& !target.getPackageName().equals(origin.getPackageName());
					if (other && !known.contains(packageOf(target))) {
						events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
					}
				}
			}
		};
	}

	private static String packageOf(JavaClass type) {
		String name = type.getPackageName();
		return name.equals(BASE) ? "" : name.substring(BASE.length() + 1);
	}

}
