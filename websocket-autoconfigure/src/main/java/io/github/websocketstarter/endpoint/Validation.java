package io.github.websocketstarter.endpoint;

import java.lang.annotation.Annotation;

import org.jspecify.annotations.Nullable;

import org.springframework.core.Conventions;
import org.springframework.core.MethodParameter;
import org.springframework.util.Assert;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.SmartValidator;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.ValidationAnnotationUtils;
import org.springframework.web.bind.MethodArgumentNotValidException;

/**
 * Checks the payloads of one parameter. Immutable.
 */
final class Validation {

	private final MethodParameter parameter;

	// Null if nothing is checked.
	private final @Nullable Validator validator;

	private final Object[] hints;

	private Validation(MethodParameter parameter, @Nullable Validator validator, Object[] hints) {
		this.parameter = parameter;
		this.validator = validator;
		this.hints = hints;
	}

	/**
	 * Return the validation that a parameter's annotations ask for.
	 * @param parameter the parameter
	 * @param validator the application's validator, if any
	 * @return the validation, or {@code null} if one is asked for and impossible
	 */
	static @Nullable Validation of(MethodParameter parameter, @Nullable Validator validator) {
		for (Annotation annotation : parameter.getParameterAnnotations()) {
			@Nullable Object[] hints = ValidationAnnotationUtils.determineValidationHints(annotation);
			if (hints != null) {
				return (validator != null) ? new Validation(parameter, validator, hints) : null;
			}
		}
		return new Validation(parameter, null, new Object[0]);
	}

	/**
	 * Check a payload.
	 * @param payload the payload
	 * @return the payload
	 * @throws MethodArgumentNotValidException if it is not valid
	 */
	Object check(@Nullable Object payload) throws MethodArgumentNotValidException {
		Assert.state(payload != null, "There is no payload");
		if (this.validator == null || !this.validator.supports(payload.getClass())) {
			return payload;
		}
		BeanPropertyBindingResult errors = new BeanPropertyBindingResult(payload, Conventions.getVariableName(payload));
		if (this.validator instanceof SmartValidator smart) {
			smart.validate(payload, errors, this.hints);
		}
		else {
			this.validator.validate(payload, errors);
		}
		if (errors.hasErrors()) {
			throw new MethodArgumentNotValidException(this.parameter, errors);
		}
		return payload;
	}

}
