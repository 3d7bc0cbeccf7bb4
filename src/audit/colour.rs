//! Contrast as WCAG 2.2 defines it, over colours that let others shine through.

use super::facts::Colour;

impl Colour {
    /// Reads what a browser computes for most colours: `rgb()` and `rgba()`. None for any other form.
    ///
    /// ```
    /// use kyc_assent::audit::Colour;
    /// let half = Colour { red: 255., green: 0., blue: 0., alpha: 0.5 };
    /// assert_eq!(Colour::parse("rgba(255, 0, 0, 0.5)"), Some(half));
    /// assert_eq!(Colour::parse("oklch(0.5 0.1 20)"), None);
    /// ```
    #[must_use]
    pub fn parse(css: &str) -> Option<Self> {
        let inner =
            css.trim().strip_prefix("rgb")?.trim_start_matches('a').strip_prefix('(')?.strip_suffix(')')?;
        let mut parts =
            inner.split([',', ' ', '/']).filter(|part| !part.is_empty()).map(|part| part.parse::<f64>().ok());
        let mut next = || parts.next().flatten();
        let (red, green, blue) = (next()?, next()?, next()?);
        Some(Self { red, green, blue, alpha: next().unwrap_or(1.0) })
    }

    /// The same colour, less opaque.
    #[must_use]
    pub fn faded(self, opacity: f64) -> Self {
        Self { alpha: self.alpha * opacity, ..self }
    }

    /// This colour laid over another, opaque or not.
    #[must_use]
    pub fn over(&self, below: &Self) -> Self {
        let alpha = self.alpha + below.alpha * (1.0 - self.alpha);
        if alpha <= 0.0 {
            return Self::default();
        }
        let mix =
            |top: f64, bottom: f64| (top * self.alpha + bottom * below.alpha * (1.0 - self.alpha)) / alpha;
        Self {
            red: mix(self.red, below.red),
            green: mix(self.green, below.green),
            blue: mix(self.blue, below.blue),
            alpha,
        }
    }

    /// Relative luminance, from 0 for black to 1 for white.
    fn luminance(&self) -> f64 {
        let linear = |channel: f64| {
            let share = channel / 255.0;
            if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }

    /// The contrast ratio of this ink on that ground, from 1 to 21.
    #[must_use]
    pub fn contrast(&self, ground: &Self) -> f64 {
        let (ink, ground) = (self.over(ground).luminance(), ground.luminance());
        (ink.max(ground) + 0.05) / (ink.min(ground) + 0.05)
    }
}
