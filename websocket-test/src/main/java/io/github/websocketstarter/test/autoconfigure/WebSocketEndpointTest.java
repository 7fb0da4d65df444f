package io.github.websocketstarter.test.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.autoconfigure.json.AutoConfigureJson;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.filter.annotation.TypeExcludeFilters;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.core.annotation.AliasFor;

/**
 * For tests of {@link io.github.websocketstarter.endpoint.WebSocketEndpoint
 * WebSocketEndpoints} without the rest of their application. Starts Reactor Netty on a
 * random port and only the auto-configuration that concerns endpoints: this starter,
 * WebFlux, JSON, validation and, where it is there, Spring Security.
 * <p>
 * Component scanning finds the endpoints and what works on their requests and messages:
 * <ul>
 * <li>{@code @WebSocketEndpointAdvice} and {@code @JacksonComponent} beans</li>
 * <li>{@code WebSocketCodec}, {@code JacksonModule} and
 * {@code JsonMapperBuilderCustomizer} beans</li>
 * <li>{@code Converter} and {@code GenericConverter} beans</li>
 * <li>{@code WebFluxConfigurer}, {@code WebFilter}, {@code WebExceptionHandler} and
 * {@code SecurityWebFilterChain} beans</li>
 * </ul>
 * It does not find services, repositories and {@code @Configuration} classes: replace
 * what endpoints need of them by
 * {@link org.springframework.test.context.bean.override.mockito.MockitoBean @MockitoBean},
 * or {@link org.springframework.context.annotation.Import @Import} it. To be used in
 * place of {@link SpringBootTest @SpringBootTest}; there is a
 * {@link AutoConfigureWebSocketTestClient WebSocketTestClient} to be injected.
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@OverrideAutoConfiguration(enabled = false)
@TypeExcludeFilters(WebSocketEndpointTypeExcludeFilter.class)
@AutoConfigureJson
@AutoConfigureWebSocketTestClient
@ImportAutoConfiguration
public @interface WebSocketEndpointTest {

	/**
	 * Properties of the application's environment.
	 * @return the properties, each as {@code key=value}
	 */
	@AliasFor(annotation = SpringBootTest.class, attribute = "properties")
	String[] properties() default {};

	/**
	 * The endpoints to test, see {@link #endpoints()}.
	 * @return the classes
	 */
	@AliasFor("endpoints")
	Class<?>[] value() default {};

	/**
	 * The endpoints to test.
	 * @return the classes; none for all endpoints
	 */
	@AliasFor("value")
	Class<?>[] endpoints() default {};

	/**
	 * Whether component scanning finds what is listed above. If not, it finds what
	 * {@link #includeFilters()} say.
	 * @return {@code false} to find nothing of it
	 */
	boolean useDefaultFilters() default true;

	/**
	 * What component scanning finds as well.
	 * @return the filters
	 */
	ComponentScan.Filter[] includeFilters() default {};

	/**
	 * What component scanning does not find although it is listed above.
	 * @return the filters
	 */
	ComponentScan.Filter[] excludeFilters() default {};

	/**
	 * The auto-configurations to leave out.
	 * @return the classes
	 */
	@AliasFor(annotation = ImportAutoConfiguration.class, attribute = "exclude")
	Class<?>[] excludeAutoConfiguration() default {};

}
